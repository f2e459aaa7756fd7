export { createInProcessFleet, type InProcessFleet, type InProcessFleetOptions } from './in-process-fleet.js';
export { createManualClock, type ManualClock } from './manual-clock.js';
