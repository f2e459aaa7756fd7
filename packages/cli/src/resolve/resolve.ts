import { randomUUID } from 'node:crypto';
import {
  type ApplicationDeployment,
  createDeployment,
  createForm,
  type DeploymentRequest,
  DocumentError,
  parseDeploymentId,
  parseDeviceTarget,
  redactDeployment,
  safeParseApplicationDeployment,
  stringifyApplicationDeployment,
} from '@margo-sdk/spec-model';
import { type Call, defineCommand } from '../command.js';
import { EXIT_CODES, type ExitCode } from '../exit-codes.js';
import { readDocumentOf } from '../input/read-document-of.js';
import { printText } from '../output/document-text.js';
import { countsOf, hintLines, issueJson, placelessLines } from '../output/issues.js';
import { printJson } from '../output/json.js';
import { SECRET_MODE, writeFile } from '../output/write-file.js';
import { neededOperand, refuseOperands } from '../parse-call.js';
import { printable } from '../terminal.js';
import { asArgument, UsageError } from '../usage-error.js';
import { chosenValues } from './chosen-values.js';

const OPTIONS = {
  profile: { type: 'string' },
  name: { type: 'string' },
  namespace: { type: 'string' },
  device: { type: 'string' },
  id: { type: 'string' },
  values: { type: 'string' },
  set: { type: 'string', multiple: true },
  'secret-file': { type: 'string', multiple: true },
  previous: { type: 'string' },
  output: { type: 'string', short: 'o' },
} as const;

type Options = Call<typeof OPTIONS>['options'];

/** Makes the deployment of an application. */
export const resolve = defineCommand({
  name: 'resolve',
  synopsis: 'DESCRIPTION',
  summary: 'Make the deployment of an application from its description and from chosen values',
  usage: `Usage: margo resolve DESCRIPTION --profile ID --name NAME --namespace NAMESPACE --device TARGET [options]

Makes the ApplicationDeployment of one deployment profile. Everything that is wrong with the values is told at once.

Options:
  --profile ID              The deployment profile
  --name NAME               Name of the deployment
  --namespace NAMESPACE     Kubernetes namespace
  --device TARGET           The device, or gateway/* for every device behind a gateway
  --id UUID                 Id of the deployment; without it a new one is made
  --values FILE             Values by name of the parameter, in YAML or JSON; null leaves one empty
  --set NAME=VALUE          One value, in the type that its setting asks for; counts more than --values
  --secret-file NAME=FILE   One value that nobody shall see, from a file, or from standard input with -
  --previous DEPLOYMENT     The deployment that is updated: what must not change stays, and so do its id, name,
                            namespace and device where they are not given
  -o, --output FILE         Write the deployment to this file; with secrets only its owner can read it
  --format pretty|json      For people (the default), or for programs
  --help, -h                Show this text

Standard output shows (secret) in place of what came from a --secret-file. Do not give secrets with --set: everybody on a
machine can read the arguments of a process.

Exit codes: 0 it was made, 1 the description or a value is wrong, 2 a file could not be read or written, or the call was
not understood.`,
  options: OPTIONS,
  formats: ['pretty', 'json'],
  run: async ({ operands, options, format }, context): Promise<ExitCode> => {
    const { terminal } = context;
    const file = neededOperand('resolve', operands, 0, 'a description');
    refuseOperands('resolve', operands, 1);
    const description = await readDocumentOf(file, ['ApplicationDescription'], context);
    const previous =
      options.previous === undefined
        ? undefined
        : await readDocumentOf(options.previous, ['ApplicationDeployment'], context);
    const profile = needed(
      options,
      'profile',
      `Profiles are ${description.deploymentProfiles.map(({ id }) => id).join(', ')}.`,
    );
    const form = asArgument('--profile', () => createForm(description, { profile }));
    const { values, secrets } = await chosenValues(options, { description, form }, context);
    const request = { profile, values, ...aimOf(options, previous), ...(previous ? { previous } : {}) };

    const made = attempt(() => createDeployment(description, request));
    if (made instanceof DocumentError) {
      if (format === 'json') printJson({ valid: false, issues: made.issues.map(issueJson) }, terminal);
      else {
        for (const line of placelessLines(made.issues, terminal)) terminal.err(line);
        terminal.err(`margo: No deployment was made: ${countsOf(made.issues)}.`);
      }
      return EXIT_CODES.failed;
    }

    if (options.id === undefined && !previous) {
      terminal.err(`A new id was made: ${made.id}. Give it with --id, or the result with --previous, to update it.`);
    }
    const shown = redactDeployment(made, secrets);
    const { issues } = safeParseApplicationDeployment(stringifyApplicationDeployment(made));
    if (format === 'pretty') for (const line of placelessLines(issues, terminal)) terminal.err(line);
    const { output } = options;
    if (output !== undefined) {
      const mode = secrets.size > 0 ? { mode: SECRET_MODE } : {};
      await writeFile(output, stringifyApplicationDeployment(made), { folder: context.folder, ...mode });
    }
    if (format === 'json') {
      const answer = { valid: true, deployment: shown, secrets: [...secrets].sort(), issues: issues.map(issueJson) };
      printJson({ ...answer, output }, terminal);
    } else if (output !== undefined) terminal.err(`Wrote ${printable(output)}.`);
    else {
      printText(stringifyApplicationDeployment(shown), terminal);
      if (secrets.size > 0) {
        terminal.err('Secret values are not shown, so this is not to be deployed.');
        for (const line of hintLines('Write the deployment to a file with -o FILE.', terminal)) terminal.err(line);
      }
    }
    return EXIT_CODES.ok;
  },
});

/** What the deployment is called and aimed at; an update keeps what is not given. */
const aimOf = (
  options: Options,
  previous: ApplicationDeployment | undefined,
): Pick<DeploymentRequest, 'ids' | 'target'> => {
  const { id } = options;
  const { name, namespace, deviceId } = previous?.metadata ?? {};
  const device = options.device ?? deviceId ?? needed(options, 'device');
  return {
    ids: {
      deploymentId: asArgument('--id', () => parseDeploymentId(id ?? previous?.id ?? randomUUID())),
      name: options.name ?? name ?? needed(options, 'name'),
      namespace: options.namespace ?? namespace ?? needed(options, 'namespace'),
    },
    target: asArgument('--device', () => parseDeviceTarget(device)),
  };
};

const needed = (
  options: Options,
  name: 'profile' | 'name' | 'namespace' | 'device',
  hint = 'See margo resolve --help.',
): string => {
  const value = options[name];
  if (value !== undefined) return value;
  throw new UsageError(`margo resolve needs --${name}.`, printable(hint));
};

/** What is wrong with the values is an answer; all else is a matter of the call. */
const attempt = (make: () => ApplicationDeployment): ApplicationDeployment | DocumentError =>
  asArgument('resolve', () => {
    try {
      return make();
    } catch (error) {
      if (error instanceof DocumentError) return error;
      throw error;
    }
  });
