export { collectEvents, type CollectedEvents } from './collect-events.js';
export { exampleCapabilities } from './example-capabilities.js';
export { settled, type SettledOptions } from './settled.js';
