import { readFile } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { MargoError } from '@margo-sdk/spec-model';
import type { Command, Context, Format } from './command.js';
import { COMMANDS } from './commands.js';
import { EXIT_CODES, type ExitCode } from './exit-codes.js';
import { DocumentFault } from './input/document-fault.js';
import { didYouMean } from './nearest.js';
import { asFileFault } from './output/file-fault.js';
import { fileJson, hintLines, issueLines } from './output/issues.js';
import { jsonLine, jsonText } from './output/json.js';
import { parseCall } from './parse-call.js';
import { printable, type Terminal } from './terminal.js';
import { UsageError } from './usage-error.js';

const signatureOf = ({ name, synopsis }: Command): string => `${name} ${synopsis}`.trim();
const WIDTH = Math.max(...COMMANDS.map((command) => signatureOf(command).length));

const USAGE = `Usage: margo <command> [options]

Commands:
${COMMANDS.map((command) => `  ${signatureOf(command).padEnd(WIDTH)}  ${command.summary}`).join('\n')}

Options:
  --help, -h   Show this text; behind a command, what that command can do
  --version    Show the version

Exit codes: 0 all is well, 1 something is wrong, 2 the call was not understood or a file could not be read or written,
128 + n ended by signal n.`;

/** What a command finds around it, where it is not that of the process. */
export interface Surroundings {
  /** What `-` reads. Default the standard input of the process. */
  readonly stdin?: Readable;
  /** The folder that names of files start from. Default the working folder of the process. */
  readonly folder?: string;
}

/**
 * Runs the command line.
 *
 * @param argv - what stands behind `margo`
 * @param terminal - where to write
 * @param signal - ends the command early; it cleans up and gives the exit code that is the signal's reason
 * @returns the exit code
 *
 * @example
 * ```ts
 * import { main, terminalOf } from '@margo-sdk/cli';
 *
 * const silent = { write: () => true };
 * console.log(await main(['--version'], terminalOf({ stdout: silent, stderr: silent, env: {} }))); // 0
 * ```
 */
export const main = async (
  argv: readonly string[],
  terminal: Terminal,
  signal: AbortSignal = new AbortController().signal,
  { stdin = process.stdin, folder = process.cwd() }: Surroundings = {},
): Promise<ExitCode> => {
  const context: Context = { terminal, stdin, folder, signal };
  let format: Format = 'pretty';
  let json = jsonText;
  try {
    const [first, ...rest] = argv;
    if (first === '--version') {
      terminal.out(await version());
      return EXIT_CODES.ok;
    }
    if (first === '--help' || first === '-h' || first === 'help') {
      terminal.out(rest[0] === undefined ? USAGE : commandNamed(rest[0]).usage);
      return EXIT_CODES.ok;
    }
    const command = commandNamed(first);
    const call = parseCall(command, rest);
    if (call.help) {
      terminal.out(command.usage);
      return EXIT_CODES.ok;
    }
    format = call.format;
    if (command.jsonLines) json = jsonLine;
    return await command.run(call, context);
  } catch (error) {
    // Whoever stopped the command knows why it did not end.
    if (signal.aborted) return Number(signal.reason);
    const fault = MargoError.isInstance(error) ? error : asFileFault(error);
    if (fault) return complain(fault, terminal, format === 'json' ? json : undefined);
    throw error;
  } finally {
    terminal.status('');
  }
};

const commandNamed = (name: string | undefined): Command => {
  if (name === undefined) throw new UsageError('A command is missing.', 'See margo --help.');
  const command = COMMANDS.find((one) => one.name === name);
  if (command) return command;
  if (name.startsWith('-'))
    throw new UsageError(
      `margo has no option ${printable(name)}.`,
      'Options stand behind the command; see margo --help.',
    );
  throw new UsageError(
    `There is no command ${printable(name)}.`,
    didYouMean(
      name,
      COMMANDS.map((one) => one.name),
    ) ?? 'See margo --help.',
  );
};

/** Says why a command could not be carried out: to people on standard error, and to programs where they look. */
const complain = (error: MargoError, terminal: Terminal, json: ((value: unknown) => string) | undefined): ExitCode => {
  const { code, message, hint } = error;
  if (error instanceof DocumentFault) {
    if (json) terminal.out(json({ files: [fileJson(error.checked)] }));
    else for (const line of issueLines(error.checked, terminal)) terminal.err(line);
  } else if (json) terminal.out(json({ error: { code, message, hint } }));
  terminal.err(`margo: ${printable(message)}`);
  for (const line of hintLines(hint, terminal)) terminal.err(line);
  return error instanceof UsageError ? EXIT_CODES.usage : EXIT_CODES.failed;
};

const version = async (): Promise<string> => {
  const manifest = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  return manifest.version;
};
