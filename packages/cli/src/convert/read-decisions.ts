import type { ConversionDecisions } from '@margo-sdk/spec-model';
import { readMapping } from '../input/read-mapping.js';
import type { Source } from '../input/read-input.js';
import { didYouMean } from '../nearest.js';
import { printable } from '../terminal.js';
import { UsageError } from '../usage-error.js';

type Form = readonly [fits: (value: unknown) => boolean, said: string];

const isText = (value: unknown): boolean => typeof value === 'string';
const isMapping = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isWhole = (value: unknown): boolean => typeof value === 'bigint' || Number.isSafeInteger(value);

const TEXT: Form = [isText, 'a text'];
const NUMBER: Form = [isWhole, 'a whole number'];
const COMPONENT_MEMBERS = ['repository', 'revision', 'packageLocation', 'keyLocation'];

const FORMS: Readonly<Record<keyof ConversionDecisions, Form>> = {
  profileIds: [(value) => Array.isArray(value) && value.every(isText), 'a list of texts'],
  components: [
    (value) =>
      isMapping(value) &&
      Object.values(value).every(
        (one) =>
          isMapping(one) &&
          Object.entries(one).every(([name, member]) => COMPONENT_MEMBERS.includes(name) && isText(member)),
      ),
    `a mapping of names of components to mappings of ${COMPONENT_MEMBERS.join(', ')}, each a text`,
  ],
  deviceId: TEXT,
  capabilities: [isMapping, 'a mapping of properties'],
  adoptedManifestVersion: NUMBER,
  deploymentName: TEXT,
  clientId: TEXT,
  status: NUMBER,
};

/** Reads the answers to what a conversion leaves to a person. */
export const readDecisions = async (name: string, source: Source): Promise<ConversionDecisions> => {
  const mapping = await readMapping(name, source);
  for (const [decision, value] of Object.entries(mapping)) {
    const form = Object.hasOwn(FORMS, decision) ? FORMS[decision as keyof ConversionDecisions] : undefined;
    if (!form) {
      throw new UsageError(
        `${printable(name)}: nothing is decided with ${printable(decision)}.`,
        didYouMean(decision, Object.keys(FORMS)) ?? `Decisions are ${Object.keys(FORMS).join(', ')}.`,
      );
    }
    const [fits, said] = form;
    if (!fits(value)) throw new UsageError(`${printable(name)}: ${decision} must be ${said}.`);
  }
  return mapping;
};
