/** Where a command writes, and what it may assume about the reader. */
export interface Terminal {
  /** Writes a line to standard output: results. */
  out(line: string): void;
  /** Writes text to standard output as it is, without ending the line: documents, and to redraw what stands there. */
  write(text: string): void;
  /** Writes a line to standard error: progress and complaints. */
  err(line: string): void;
  /** Shows on standard error what is going on, in place of what it showed before; only where a person looks there. */
  status(text: string): void;
  /** Whether a person looks: lines may be redrawn. */
  readonly interactive: boolean;
  /** Whether colours are wanted. */
  readonly colours: boolean;
}

/** The facts of a process that decide how it may write. */
export interface ProcessFacts {
  readonly stdout: { readonly isTTY?: boolean; write(text: string): unknown };
  readonly stderr: { readonly isTTY?: boolean; readonly columns?: number; write(text: string): unknown };
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The terminal of a process. Colours are for people: never in a pipe, never where `NO_COLOR` says no. */
export const terminalOf = ({ stdout, stderr, env }: ProcessFacts): Terminal => {
  const isRedrawn = ({ isTTY }: { readonly isTTY?: boolean }): boolean => isTTY === true && env['TERM'] !== 'dumb';
  const interactive = isRedrawn(stdout);
  let shown = '';
  const status = (text: string): void => {
    if (!isRedrawn(stderr) || text === shown) return;
    shown = text.slice(0, (stderr.columns ?? 80) - 1);
    stderr.write(`\r\u001b[K${shown}`);
  };
  return {
    out: (line) => void stdout.write(`${line}\n`),
    write: (text) => void stdout.write(text),
    err: (line) => {
      status('');
      stderr.write(`${line}\n`);
    },
    status,
    interactive,
    colours: interactive && !env['NO_COLOR'],
  };
};

const CODES = { red: 31, green: 32, yellow: 33, blue: 34, cyan: 36, grey: 90, bold: 1 } as const;

/** Name of a colour or weight. */
export type Style = keyof typeof CODES;

/** Colours a text where colours are wanted. */
export const paint = ({ colours }: Pick<Terminal, 'colours'>, style: Style, text: string): string =>
  colours ? `\u001b[${CODES[style]}m${text}\u001b[0m` : text;

/** What was read is somebody else's: its control characters must not steer the reader's terminal. */
export const printable = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\u00b7');
