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

/** A folder of files for each test, and margo in it. */
export const createWorkbench = () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'margo-cli-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

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
  return {
    margo,
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
