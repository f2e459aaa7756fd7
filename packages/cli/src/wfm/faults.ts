import { FAULTS, type FleetManagerFaultName } from '@margo-sdk/testkit';
import { didYouMean } from '../nearest.js';
import { printable } from '../terminal.js';
import { UsageError } from '../usage-error.js';

/** A fault that was asked for. */
export interface AskedFault {
  readonly name: FleetManagerFaultName;
  /** For how many requests; undefined: all. */
  readonly times: number | undefined;
}

const NAMES = FAULTS.filter(({ side }) => side === 'fleet-manager').map(({ name }) => name);

/**
 * Reads what stands behind `--fault`.
 *
 * @throws UsageError when there is no such fault, or the number is none
 */
export const faultOf = (given: string): AskedFault => {
  const [name = '', times] = given.split('=');
  if (!isName(name))
    throw new UsageError(
      `There is no fault ${printable(name)} of a fleet manager.`,
      didYouMean(name, NAMES) ?? 'margo wfm --list-faults prints them all.',
    );
  if (times === undefined) return { name, times: undefined };
  if (/^[1-9]\d{0,8}$/.test(times)) return { name, times: Number(times) };
  throw new UsageError(`--fault: ${name} is to show ${printable(times)} times, which is no number from 1.`);
};

const isName = (name: string): name is FleetManagerFaultName => NAMES.includes(name);
