import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { render as renderDeployment, type RenderedComponent } from '@margo-sdk/spec-model';
import { type Context, defineCommand } from '../command.js';
import { EXIT_CODES, type ExitCode } from '../exit-codes.js';
import { readDocumentOf } from '../input/read-document-of.js';
import { didYouMean } from '../nearest.js';
import { printText } from '../output/document-text.js';
import { printJson } from '../output/json.js';
import { SECRET_MODE, writeFile } from '../output/write-file.js';
import { neededOperand, refuseOperands } from '../parse-call.js';
import { printable } from '../terminal.js';
import { UsageError } from '../usage-error.js';
import { renderedFile, renderedTexts } from './rendered-text.js';

/** Shows what a deployment gives to each of its components. */
export const render = defineCommand({
  name: 'render',
  synopsis: 'DEPLOYMENT',
  summary: 'Show what a deployment gives to each component: Helm values or Compose environment',
  usage: `Usage: margo render DEPLOYMENT [options]

Shows the values of a Helm chart as values.yaml, the environment of a Compose file as an env file, and the parameters of
a custom component as JSON. DEPLOYMENT is a file, or - for standard input.

Options:
  --component NAME       Only this component, so that the output can be given to helm or docker compose
  -o, --output FOLDER    Write one file for each component: NAME.values.yaml, NAME.env or NAME.json; only their owner
                         can read them, since values can be secret
  --format pretty|json   For people (the default), or for programs
  --help, -h             Show this text

Exit codes: 0 it was rendered, 1 the deployment is invalid or cannot be rendered, 2 a file could not be read or written,
or the call was not understood.`,
  options: {
    component: { type: 'string' },
    output: { type: 'string', short: 'o' },
  },
  formats: ['pretty', 'json'],
  run: async ({ operands, options, format }, context): Promise<ExitCode> => {
    const file = neededOperand('render', operands, 0, 'a deployment');
    refuseOperands('render', operands, 1);
    const deployment = await readDocumentOf(file, ['ApplicationDeployment'], context);
    const components = chosen(renderDeployment(deployment), options.component);
    const { output } = options;
    if (output !== undefined) await writeAll(components, output, format === 'pretty', context);
    if (format === 'json') printJson({ components }, context.terminal);
    else if (output === undefined) printText(renderedTexts(components), context.terminal);
    return EXIT_CODES.ok;
  },
});

const chosen = (all: readonly RenderedComponent[], name: string | undefined): readonly RenderedComponent[] => {
  if (name === undefined) return all;
  const found = all.filter(({ component }) => component === name);
  if (found.length > 0) return found;
  const names = all.map(({ component }) => component);
  throw new UsageError(
    `The deployment has no component ${printable(name)}.`,
    printable(didYouMean(name, names) ?? `Its components are ${names.join(', ')}.`),
  );
};

const writeAll = async (
  components: readonly RenderedComponent[],
  output: string,
  isTold: boolean,
  { folder, terminal }: Context,
): Promise<void> => {
  try {
    await mkdir(resolve(folder, output), { recursive: true });
  } catch {
    throw new UsageError(`Cannot make the folder ${printable(output)}.`);
  }
  for (const component of components) {
    const { name, text } = renderedFile(component);
    await writeFile(join(output, name), text, { folder, mode: SECRET_MODE });
    if (isTold) terminal.err(`Wrote ${printable(join(output, name))}.`);
  }
};
