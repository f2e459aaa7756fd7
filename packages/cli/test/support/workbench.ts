import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { main, type Terminal } from '@margo-sdk/cli';
import { afterEach, beforeEach } from 'vitest';

/** What a call of margo gave. */
export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** What a call of margo finds around it. */
export interface Circumstances {
  readonly stdin?: string;
  readonly colours?: boolean;
  readonly interactive?: boolean;
  readonly signal?: AbortSignal;
}

/** A call of margo that goes on until it is stopped. */
export interface Running {
  /** Waits for a line of standard output that matches, also one that was there already, and gives the match. */
  line(pattern: RegExp): Promise<RegExpExecArray>;
  /** Ends it as the signal SIGTERM does. */
  stop(): Promise<Outcome>;
}

/** A folder of files for each test, and margo in it. */
export const createWorkbench = () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'margo-cli-'));
  });
  const begun: Running[] = [];
  afterEach(async () => {
    for (const one of begun.splice(0)) await one.stop();
    rmSync(folder, { recursive: true });
  });

  const margo = async (argv: readonly string[], circumstances: Circumstances = {}): Promise<Outcome> => {
    const { stdin = '', colours = false, interactive = false, signal } = circumstances;
    let out = '';
    let err = '';
    const terminal: Terminal = {
      interactive,
      colours,
      write: (text) => void (out += text),
      out: (line) => void (out += `${line}\n`),
      err: (line) => void (err += `${line}\n`),
      status: () => {},
    };
    const code = await main(argv, terminal, signal, { folder, stdin: Readable.from([Buffer.from(stdin)]) });
    return { code, out, err };
  };

  const begin = (argv: readonly string[], { interactive = false }: Circumstances = {}): Running => {
    const stopping = new AbortController();
    let out = '';
    let err = '';
    let onText = (): void => undefined;
    const took = (text: string): void => {
      out += text;
      onText();
    };
    const terminal: Terminal = {
      interactive,
      colours: false,
      write: took,
      out: (line) => took(`${line}\n`),
      err: (line) => void (err += `${line}\n`),
      status: () => {},
    };
    const ended = main(argv, terminal, stopping.signal, { folder, stdin: Readable.from([]) }).then((code) => ({
      code,
      out,
      err,
    }));
    ended.catch(() => undefined); // whoever waits is told
    const one: Running = {
      line: (pattern) =>
        new Promise((resolve, reject) => {
          const look = (): boolean => {
            const found = pattern.exec(out);
            if (found) resolve(found);
            return found !== null;
          };
          if (look()) return;
          const before = onText;
          onText = () => {
            before();
            look();
          };
          ended.then(
            (outcome) => look() || reject(new Error(`It ended without ${String(pattern)}: ${JSON.stringify(outcome)}`)),
            reject,
          );
        }),
      stop: () => {
        stopping.abort(143);
        return ended;
      },
    };
    begun.push(one);
    return one;
  };

  return {
    margo,
    begin,
    /** The same, with the answer read as JSON. */
    margoJson: async (argv: readonly string[], circumstances?: Circumstances) => {
      const { code, out } = await margo([...argv, '--format', 'json'], circumstances);
      return { code, answer: JSON.parse(out) };
    },
    file: (name: string, text: string): string => {
      const path = join(folder, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
      return name;
    },
    read: (name: string): string => readFileSync(join(folder, name), 'utf8'),
    path: (name: string): string => join(folder, name),
  };
};
