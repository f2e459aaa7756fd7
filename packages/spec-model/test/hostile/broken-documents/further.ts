import {
  type ApplicationDescription,
  checkDocument,
  checkValues,
  configurationJsonSchema,
  convertDocument,
  createForm,
  type DeviceCapabilitiesManifest,
  documentKind,
  type Edit,
  edit,
  explainConversion,
  explainPlacement,
  type Issue,
  type JsonValue,
  MargoError,
  printPlacement,
  recogniseDocument,
  rewrite,
  stringifyDocument,
  type Values,
} from '@margo-sdk/spec-model';
import { capabilities, deployment, type Loose } from '../../documents.js';
import type { Further, Generated } from './campaign.js';
import { faultIn, faultInIssues } from './judge.js';

/** Collects what functions find and say, and holds it to what they promise. */
export class Trial {
  readonly issues: Issue[] = [];
  readonly said: string[] = [];

  /** Issues of two documents at once, which have no place in a text. */
  found(issues: readonly Issue[], revision: Generated['base']['revision'] = 'rc3'): void {
    const fault = faultInIssues(issues, revision, undefined);
    if (fault !== undefined) throw new Error(fault);
    this.issues.push(...issues);
  }

  /** Does something that may fail with one of these codes and in no other way. */
  may<Result>(codes: readonly string[], act: () => Result): Result | undefined {
    try {
      return act();
    } catch (error) {
      if (!(error instanceof MargoError) || !codes.includes(error.code)) throw error;
      this.said.push(error.message, error.hint ?? '');
      return undefined;
    }
  }
}

const EDIT_CODES = ['ERR_EDIT_TEXT', 'ERR_EDIT_PATH', 'ERR_EDIT_FAILED', 'ERR_VALUE_UNWRITABLE'];

/** Everything else that takes the text of a document, on a share of the documents. */
export const tryFurther = (generated: Generated): Further => {
  const trial = new Trial();
  const { base, text, result, random } = generated;
  switch (random.below(12)) {
    case 0:
    case 1:
      tryToRecognise(generated);
      break;
    case 2:
    case 3:
      tryToConvert(generated, trial);
      break;
    case 4:
      tryToEdit(generated, trial);
      break;
    case 5:
      trial.may(EDIT_CODES, () => rewrite(text, base.make() as JsonValue));
      break;
    case 6:
      if (result.ok) {
        const kind = documentKind(base.kind, base.revision);
        if (kind)
          trial.may(['ERR_DOCUMENT_INVALID', 'ERR_VALUE_UNWRITABLE'], () => stringifyDocument(kind, result.value));
      }
      break;
  }
  if (result.ok && base.kind === 'ApplicationDescription' && base.revision === 'rc3') {
    tryDescription(result.value as ApplicationDescription, generated, trial);
  }
  return trial;
};

const tryToRecognise = ({ source, text }: Generated): void => {
  const { revision, because, result } = checkDocument(source);
  const fault = because === '' ? 'It is not said why.' : faultIn(result, revision, text);
  if (fault !== undefined) throw new Error(`Recognised: ${fault}`);
};

const tryToConvert = ({ source, base: { kind, revision: from }, random }: Generated, trial: Trial): void => {
  const to = random.pick(['rc3', 'rc2-signed'] as const);
  const options = random.chance(0.3) ? { to } : { kind, from, to };
  const converted = trial.may(['ERR_CONVERSION_UNKNOWN'], () => convertDocument(source, options));
  if (converted === undefined) return;
  const fault = faultIn(converted, to, converted.text);
  if (fault !== undefined) throw new Error(`Converted to ${to}: ${fault} ${JSON.stringify(converted.text)}`);
  trial.said.push(...explainConversion(converted.report));
};

const tryToEdit = ({ text, base, random }: Generated, trial: Trial): void => {
  const path: (string | number)[] = [];
  for (let place: Loose = base.make(); typeof place === 'object' && place !== null && random.chance(0.8);) {
    const key = random.pick(Object.keys(place).concat(random.chance(0.2) ? ['__proto__', 'x', '1000000000'] : []));
    path.push(Array.isArray(place) ? Number(key) : key);
    place = Object.hasOwn(place, key) ? place[key] : undefined;
  }
  const value = random.pick<JsonValue>([
    'new',
    '',
    null,
    1e21,
    ['a', { b: [] }],
    {},
    'a: b\n# c',
    '\u0000\u2028',
    `${'x'.repeat(300)}`,
  ]);
  const change = random.pick<Edit>([
    { op: 'set', path, value },
    { op: 'insert', path, value },
    { op: 'remove', path },
    { op: 'rename', path, key: random.pick(['renamed', '', '__proto__', 'id', 'a b', '0', '\n']) },
  ]);
  trial.may(EDIT_CODES, () => edit(text, [change]));
};

const DEVICE = capabilities() as DeviceCapabilitiesManifest;
const VALUES: readonly Loose[] = [
  30,
  0,
  1.234,
  -1,
  '',
  'Hunter2',
  'much too long for any of them',
  true,
  null,
  [],
  ['Hunter2a'],
  ['z'],
  [1],
  {},
  NaN,
];

/** What a fleet manager does with a description. */
const tryDescription = (description: ApplicationDescription, { random }: Generated, trial: Trial): void => {
  if (random.chance(0.5)) {
    const names = [
      ...Object.keys(description.parameters ?? {}),
      ...(random.chance(0.1) ? ['constructor', random.word()] : []),
    ];
    const values = Object.fromEntries(
      names.flatMap((name) => (random.chance(0.6) ? [[name, random.pick(VALUES)]] : [])),
    ) as Values;
    const previous = deployment();
    previous.spec.parameters.rate = { value: 2.5, targets: [] };
    const form = trial.may(['ERR_FORM_LIMIT'], () => createForm(description, { values, previous }));
    const issues = checkValues(description, values, { previous });
    trial.found(issues);
    if (form && form.valid !== !issues.some(({ severity }) => severity === 'error'))
      throw new Error('The form says something else.');
    configurationJsonSchema(description);
  } else {
    const placement = explainPlacement(description, random.chance(0.1) ? undefined : DEVICE);
    trial.said.push(...printPlacement(placement));
    recogniseDocument(description);
  }
};
