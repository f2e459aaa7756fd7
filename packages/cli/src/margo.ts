#!/usr/bin/env node
import { constants } from 'node:os';
import { EXIT_CODES, type ExitCode } from './exit-codes.js';
import { main } from './main.js';
import { terminalOf } from './terminal.js';

const stopping = new AbortController();
const stopBy = (signal: 'SIGINT' | 'SIGTERM' | 'SIGHUP' | 'SIGPIPE'): void =>
  stopping.abort(128 + constants.signals[signal]);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => stopBy(signal));
let lost: ExitCode | undefined;
process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => {
  // Whoever reads has gone, as with `| head`: there is nobody left to tell, but still something to clean up.
  if (code === 'EPIPE') return stopBy('SIGPIPE');
  if (lost === undefined) process.stderr.write(`margo: Cannot write to standard output: ${code ?? 'unknown error'}.\n`);
  lost = EXIT_CODES.usage;
  process.exitCode = lost;
  stopping.abort(lost);
});

void main(process.argv.slice(2), terminalOf(process), stopping.signal).then((code) => {
  process.exitCode = lost ?? code;
});
