export type { Position } from './position.js';
export { type PositionId, POSITIONS } from './positions.js';
export { POSITION_THEMES, type PositionTheme } from './themes.js';
