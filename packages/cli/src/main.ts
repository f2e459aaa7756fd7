import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { demo } from './demo/demo.js';
import { EXIT_CODES, type ExitCode } from './exit-codes.js';
import type { Terminal } from './terminal.js';
import { validate } from './validate/validate.js';

const USAGE = `Usage: margo <command> [options]

Commands:
  validate FILE…   Check Margo documents and say everything that is wrong with them; - is standard input
  demo             Watch a fleet manager and a device install, update and remove an application

Options:
  --format pretty|json   How validate answers (default: pretty)
  --help, -h             Show this text
  --version              Show the version

Exit codes: 0 all is well, 1 something is wrong, 2 the call was not understood or a file could not be read,
128 + n ended by signal n.`;

/**
 * Runs the command line.
 *
 * @param argv - what stands behind the name of the command
 * @param terminal - where to write
 * @param signal - ends the command early; it cleans up and gives the exit code that is the signal's reason
 * @returns the exit code
 */
export const main = async (
  argv: readonly string[],
  terminal: Terminal,
  signal: AbortSignal = new AbortController().signal,
): Promise<ExitCode> => {
  let parsed;
  try {
    parsed = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        format: { type: 'string', default: 'pretty' },
        help: { type: 'boolean', short: 'h' },
        version: { type: 'boolean' },
      },
    });
  } catch (error) {
    const option = /'(-[^' ]*)/.exec((error as Error).message)?.[1];
    return misunderstood(terminal, option === undefined ? 'the options are not understood' : `cannot use ${option} so`);
  }
  const { values, positionals } = parsed;
  const [command, ...files] = positionals;
  if (values.help) {
    terminal.out(USAGE);
    return EXIT_CODES.ok;
  }
  if (values.version) {
    terminal.out(await version());
    return EXIT_CODES.ok;
  }
  if (command === 'validate') {
    const { format } = values;
    if (format !== 'pretty' && format !== 'json') {
      return misunderstood(terminal, `unknown format ${format}: it is pretty or json`);
    }
    if (files.length === 0) return misunderstood(terminal, 'validate needs at least one file');
    return validate({ files, format }, terminal);
  }
  if (command === 'demo') {
    if (files.length > 0) return misunderstood(terminal, 'demo takes no arguments');
    return demo(terminal, signal);
  }
  return misunderstood(terminal, command === undefined ? 'a command is missing' : `unknown command ${command}`);
};

const misunderstood = (terminal: Terminal, why: string): ExitCode => {
  terminal.err(`margo: ${why}. See margo --help.`);
  return EXIT_CODES.usage;
};

const version = async (): Promise<string> => {
  const manifest = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  return manifest.version;
};
