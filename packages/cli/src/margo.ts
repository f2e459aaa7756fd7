#!/usr/bin/env node
import { constants } from 'node:os';
import { main } from './main.js';
import { terminalOf } from './terminal.js';

const stopping = new AbortController();
const stopBy = (signal: 'SIGINT' | 'SIGTERM' | 'SIGHUP' | 'SIGPIPE'): void =>
  stopping.abort(128 + constants.signals[signal]);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => stopBy(signal));
// Whoever reads has gone, as with `| head`: there is nobody left to tell, but still something to clean up.
process.stdout.on('error', () => stopBy('SIGPIPE'));

void main(process.argv.slice(2), terminalOf(process), stopping.signal).then((code) => {
  process.exitCode = code;
});
