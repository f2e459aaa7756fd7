import { type ApplicationDeployment, type ComponentAction, diffDeployments } from '@margo-sdk/spec-model';
import { defineCommand } from '../command.js';
import { EXIT_CODES, type ExitCode } from '../exit-codes.js';
import { readDocumentOf } from '../input/read-document-of.js';
import { printJson } from '../output/json.js';
import { neededOperand, refuseOperands } from '../parse-call.js';
import { paint, printable, type Style } from '../terminal.js';

const STYLES: Readonly<Record<ComponentAction, Style>> = {
  install: 'green',
  upgrade: 'yellow',
  reconfigure: 'yellow',
  replace: 'yellow',
  keep: 'grey',
  remove: 'red',
};
const WIDTH = Math.max(...Object.keys(STYLES).map((action) => action.length));

/** Tells what an update means for each component of a deployment. */
export const diff = defineCommand({
  name: 'diff',
  synopsis: 'OLD NEW',
  summary: 'Tell what an update of a deployment means for each component',
  usage: `Usage: margo diff OLD NEW [options]

Compares two forms of a deployment. Each component is installed, upgraded, reconfigured, kept, removed or replaced, which
is removed and installed. Values of parameters are not shown. One of the two can be - for standard input.

Options:
  --format pretty|json   For people (the default), or for programs
  --help, -h             Show this text

Exit codes: 0 they were compared, whatever came of it, 1 a deployment is invalid or cannot be rendered, 2 a file could
not be read, or the call was not understood.`,
  options: {},
  formats: ['pretty', 'json'],
  run: async ({ operands, format }, context): Promise<ExitCode> => {
    const { terminal } = context;
    const oldFile = neededOperand('diff', operands, 0, 'two deployments');
    const newFile = neededOperand('diff', operands, 1, 'two deployments');
    refuseOperands('diff', operands, 2);
    const before = await readDocumentOf(oldFile, ['ApplicationDeployment'], context);
    const after = await readDocumentOf(newFile, ['ApplicationDeployment'], context);
    const { components, replacesAll } = diffDeployments(before, after);
    const isSame = before.id === after.id;
    if (format === 'json') {
      printJson({ sameDeployment: isSame, replacesAll, components }, terminal);
      return EXIT_CODES.ok;
    }
    if (!isSame) terminal.err(`margo: ${twoDeployments(before, after)}`);
    const width = Math.max(0, ...components.map(({ name }) => name.length));
    for (const { name, action, because } of components) {
      const [first = 'Nothing changed.', ...others] = because;
      const label = paint(terminal, STYLES[action], action.padEnd(WIDTH));
      terminal.out(`${label}  ${printable(name.padEnd(width))}  ${printable(first)}`);
      for (const other of others) terminal.out(`${' '.repeat(WIDTH + width + 4)}${printable(other)}`);
    }
    return EXIT_CODES.ok;
  },
});

const twoDeployments = (before: ApplicationDeployment, after: ApplicationDeployment): string =>
  `These are two deployments, ${before.id} and ${after.id}. A device would remove the one and install the other.`;
