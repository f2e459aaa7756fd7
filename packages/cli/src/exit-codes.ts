/** What the process says to scripts when it ends. */
export const EXIT_CODES = {
  /** All is well; for `validate`: every file is valid. */
  ok: 0,
  /** The command ran and found something wrong; for `validate`: at least one file is invalid. */
  failed: 1,
  /** The command was called in a way that it does not understand, or could not read or write a file. */
  usage: 2,
} as const;

/** One of {@link EXIT_CODES}, or 128 and the number of the signal that ended the command. */
export type ExitCode = number;
