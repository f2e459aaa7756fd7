import type { Placement } from './explain-placement.js';
import type { Reason } from './reason.js';

/** Width of the answers, so that the statements of one level start below each other. */
const WIDTH = 'unknown'.length;

/**
 * Prints a placement for people: one line for each statement, deeper where it is the reason of another. Characters that
 * would move the cursor or end the line are printed as their numbers.
 *
 * @returns the lines, without line ends
 *
 * @example
 * ```ts
 * import { printPlacement } from '@margo-sdk/spec-model';
 *
 * const because = [{ statement: 'gw-1 hosts no workloads.', holds: 'no' }] as const;
 * const reason = { statement: 'The helm profile cluster does not fit on gw-1.', holds: 'no', because } as const;
 * const lines = printPlacement({ fits: 'no', profiles: [{ id: 'cluster', type: 'helm', fits: 'no', reason }] });
 * console.log(lines.join('\n'));
 * // no      The helm profile cluster does not fit on gw-1.
 * //   no      gw-1 hosts no workloads.
 * ```
 */
export const printPlacement = ({ profiles }: Placement): string[] =>
  profiles.flatMap(({ reason }) => linesOf(reason, ''));

const linesOf = ({ statement, holds, because = [] }: Reason, indent: string): string[] => [
  `${indent}${holds.padEnd(WIDTH)} ${visible(statement)}`,
  ...because.flatMap((reason) => linesOf(reason, `${indent}  `)),
];

const visible = (text: string): string =>
  text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
