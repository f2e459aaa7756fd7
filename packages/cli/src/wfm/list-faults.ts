import { FAULTS } from '@margo-sdk/testkit';
import type { Format } from '../command.js';
import { EXIT_CODES, type ExitCode } from '../exit-codes.js';
import { printJson } from '../output/json.js';
import { paint, type Terminal } from '../terminal.js';

/** Prints the faults of a fleet manager, and what a device does that is right. */
export const listFaults = (format: Format, terminal: Terminal): ExitCode => {
  const faults = FAULTS.filter(({ side }) => side === 'fleet-manager');
  if (format === 'json') {
    printJson({ faults }, terminal);
    return EXIT_CODES.ok;
  }
  for (const { name, what, expected, rules } of faults) {
    terminal.out(`${paint(terminal, 'bold', name)}  ${what}`);
    terminal.out(`  A device ${expected} (${rules.join(', ')}).`);
  }
  return EXIT_CODES.ok;
};
