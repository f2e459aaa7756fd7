import type { Readable } from 'node:stream';
import type { ExitCode } from './exit-codes.js';
import type { Terminal } from './terminal.js';

/** An option as `parseArgs` of `node:util` takes it. */
export interface OptionSpec {
  readonly type: 'string' | 'boolean';
  readonly multiple?: boolean;
  readonly short?: string;
}

/** The options of a command by their long names. */
export type OptionSpecs = Readonly<Record<string, OptionSpec>>;

type OptionValue<Spec extends OptionSpec> = Spec extends { type: 'boolean' }
  ? boolean
  : Spec extends { multiple: true }
    ? readonly string[]
    : string;

/** How a command answers. */
export type Format = 'pretty' | 'json' | 'sarif' | 'svg' | 'text';

/** One call of a command: what was asked for. */
export interface Call<Options extends OptionSpecs> {
  /** What is no option: names of files, for most commands. */
  readonly operands: readonly string[];
  readonly options: { readonly [Name in keyof Options]?: OptionValue<Options[Name]> };
  readonly format: Format;
}

/** What a command has around it. */
export interface Context {
  readonly terminal: Terminal;
  readonly stdin: Readable;
  /** The folder that names of files start from. */
  readonly folder: string;
  /** Ends the command early; the reason is the exit code. */
  readonly signal: AbortSignal;
}

/** One command of `margo`. */
export interface Command<Options extends OptionSpecs = OptionSpecs> {
  readonly name: string;
  /** What stands behind the name in the list of commands. */
  readonly synopsis: string;
  /** What it does, in one line. */
  readonly summary: string;
  /** All of its help. */
  readonly usage: string;
  /** Its options besides `--help` and `--format`. */
  readonly options: Options;
  /** The formats that it can answer in; it does in the first where none is asked for. */
  readonly formats: readonly Format[];
  /** With `json` it prints a line for each event, because it goes on; also where it cannot be carried out. */
  readonly jsonLines?: boolean;
  /** What is not as called for is thrown as a `UsageError`, what is wrong with a document as a `DocumentFault`. */
  run(call: Call<Options>, context: Context): ExitCode | Promise<ExitCode>;
}

/** Describes a command, whose options then have types. */
export const defineCommand = <const Options extends OptionSpecs>(command: Command<Options>): Command => command;
