#!/usr/bin/env node
import { main } from './main.js';
import { terminalOf } from './terminal.js';

void main(process.argv.slice(2), terminalOf(process)).then((code) => {
  process.exitCode = code;
});
