export { EXIT_CODES, type ExitCode } from './exit-codes.js';
export { main } from './main.js';
export { type ProcessFacts, type Terminal, terminalOf } from './terminal.js';
