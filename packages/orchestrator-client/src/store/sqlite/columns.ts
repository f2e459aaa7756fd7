import type { Row } from './connection.js';

/** A manifest version as text that sorts as the number does. */
export const versionText = (version: bigint): string => version.toString().padStart(20, '0');

/** The version in a column; none in one that is null. */
export const versionIn = (row: Row, column: string): bigint => BigInt(row[column] as string);

/** The milliseconds in a column. */
export const millisecondsIn = (row: Row, column: string): number => Number(row[column]);

/**
 * What a text column holds, as the kind of id that was kept in it.
 *
 * @param column - one that cannot be null
 */
export const textIn = <Text extends string>(row: Row, column: string): Text => row[column] as Text;

/** What was written as JSON; free text is, because SQLite ends a text at its first NUL. */
export const jsonIn = <Value>(row: Row, column: string): Value => JSON.parse(row[column] as string) as Value;
