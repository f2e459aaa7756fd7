import type { ApplicationDeployment } from '@margo-sdk/spec-model';
import { defineCommand } from '../command.js';
import { EXIT_CODES, type ExitCode } from '../exit-codes.js';
import { readDocumentOf } from '../input/read-document-of.js';
import { printJson } from '../output/json.js';
import { neededOperand, oneOf, refuseOperands } from '../parse-call.js';
import { printable } from '../terminal.js';
import { UsageError } from '../usage-error.js';
import { planOfInstallation, planOfRemoval, planOfUpdate } from './deployment-plan.js';
import { planLines } from './plan-lines.js';

/** Tells what a device does to bring a deployment about, step by step, without doing it. */
export const plan = defineCommand({
  name: 'plan',
  synopsis: '[OLD] NEW',
  summary: 'Tell which steps a device takes to install, update or remove a deployment',
  usage: `Usage: margo plan OLD NEW [options]     an update: OLD is installed, NEW is wanted
       margo plan NEW [options]         a first installation
       margo plan --remove OLD          the removal

Shows what happens to each component, and the steps in the order in which a device takes them. Everything that is needed
is fetched before anything is touched. Values of parameters are not shown. One of the two can be - for standard input.

Options:
  --drop-order after|before  Remove what is no longer listed after the others are installed (the default), or before
  --remove                   Plan the removal of the deployment
  --format pretty|json       For people (the default), or for programs
  --help, -h                 Show this text

Exit codes: 0 it was planned, whatever came of it, 1 a deployment is invalid or cannot be rendered, 2 a file could not be
read, the two are not one deployment, or the call was not understood.`,
  options: {
    'drop-order': { type: 'string' },
    remove: { type: 'boolean' },
  },
  formats: ['pretty', 'json'],
  run: async ({ operands, options, format }, context): Promise<ExitCode> => {
    const { terminal } = context;
    const isRemoval = options.remove === true;
    const first = neededOperand('plan', operands, 0, 'a deployment');
    refuseOperands('plan', operands, isRemoval ? 1 : 2);
    if (isRemoval && options['drop-order'] !== undefined)
      throw new UsageError('--drop-order has no meaning with --remove.', 'A removal drops everything; leave one out.');
    const dropOrder = oneOf('--drop-order', ['after', 'before'], options['drop-order'] ?? 'after');

    const one = await readDocumentOf(first, ['ApplicationDeployment'], context);
    const second = operands[1];
    const other = second === undefined ? undefined : await readDocumentOf(second, ['ApplicationDeployment'], context);
    if (other) requireSame(one, other);
    const planned = isRemoval
      ? planOfRemoval(one)
      : other
        ? planOfUpdate(one, other, dropOrder)
        : planOfInstallation(one, dropOrder);
    if (format === 'json') printJson(planned, terminal);
    else for (const line of planLines(planned, terminal)) terminal.out(line);
    return EXIT_CODES.ok;
  },
});

const requireSame = (before: ApplicationDeployment, after: ApplicationDeployment): void => {
  if (before.id === after.id) return;
  throw new UsageError(
    `These are two deployments, ${printable(before.id)} and ${printable(after.id)}: neither updates the other.`,
    'A device removes the one and installs the other: plan each alone, with --remove OLD and with NEW only.',
  );
};
