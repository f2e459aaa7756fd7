export { EXIT_CODES, type ExitCode } from './exit-codes.js';
export { main, type Surroundings } from './main.js';
export { type ProcessFacts, type Terminal, terminalOf } from './terminal.js';
