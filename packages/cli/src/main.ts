import { parseArgs } from 'node:util';
import { demo } from './demo/demo.js';
import { EXIT_CODES, type ExitCode } from './exit-codes.js';
import type { Terminal } from './terminal.js';
import { validate } from './validate/validate.js';

const USAGE = `Usage: margo <command> [options]

Commands:
  validate FILE…   Check Margo documents and say everything that is wrong with them
  demo             Watch a fleet manager and a device install, update and remove an application

Options:
  --format pretty|json   How validate answers (default: pretty)
  --help                 Show this text

Exit codes: 0 all is well, 1 something is wrong, 2 the call was not understood.`;

/** Runs the command line. @returns the exit code */
export const main = async (argv: readonly string[], terminal: Terminal): Promise<ExitCode> => {
  let parsed;
  try {
    parsed = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: { format: { type: 'string', default: 'pretty' }, help: { type: 'boolean', short: 'h' } },
    });
  } catch (error) {
    return misunderstood(terminal, (error as Error).message);
  }
  const { values, positionals } = parsed;
  const [command, ...files] = positionals;
  if (values.help) {
    terminal.out(USAGE);
    return EXIT_CODES.ok;
  }
  if (command === 'validate') {
    const { format } = values;
    if (format !== 'pretty' && format !== 'json') return misunderstood(terminal, `unknown format ${format}`);
    if (files.length === 0) return misunderstood(terminal, 'validate needs at least one file');
    return validate({ files, format }, terminal);
  }
  if (command === 'demo') {
    if (files.length > 0) return misunderstood(terminal, 'demo takes no arguments');
    return demo(terminal);
  }
  return misunderstood(terminal, command === undefined ? 'a command is missing' : `unknown command ${command}`);
};

const misunderstood = (terminal: Terminal, why: string): ExitCode => {
  terminal.err(`margo: ${why}\n\n${USAGE}`);
  return EXIT_CODES.usage;
};
