import { documentKind, familyOf } from '../documents/catalogue.js';
import type { DocumentName } from '../documents/document-name.js';
import { MargoError } from '../errors.js';
import { isMapping } from '../reading/mapping.js';
import { type Revision, since, until } from '../revisions/revision.js';
import type { ConversionStep } from './conversion-step.js';
import type { ConversionDecisions } from './decisions.js';
import { Draft } from './draft.js';
import type { Hop } from './hop.js';
import { EARLIER_REVISIONS, HOPS } from './hops.js';

/** What a conversion gives. */
export interface ConvertedValue {
  /** The document in the form of the other revision; not the one that came in, which stays as it is. */
  readonly value: unknown;
  /** What was done, in the order in which it was done. */
  readonly steps: readonly ConversionStep[];
}

/**
 * Brings a document that was read to another revision. What is not understood stays as it is, and whether the result
 * is valid has to be found out by reading it.
 *
 * Documents often hold forms of a revision before their own, so everything that leads to the revision asked for is
 * tried, whatever the document was taken for.
 *
 * @param value - what the document says, as read from YAML or JSON
 * @param from - the revision that it is in
 * @param to - the revision to bring it to: `rc3`, or back to `rc2-signed` or `pr1`
 *
 * @throws MargoError `ERR_CONVERSION_UNKNOWN` when there is no way from the one revision to the other
 *
 * @example
 * ```ts
 * import { convertValue } from '@margo-sdk/spec-model';
 *
 * const old = { apiVersion: 'margo.org/v1-alpha1', kind: 'application', metadata: { id: 'com-example-app' } };
 * const { value, steps } = convertValue('ApplicationDescription', old, 'predraft-2024-10', 'rc3');
 * console.log(value); // { apiVersion: 'v1', id: 'com-example-app', metadata: {} }
 * console.log(steps.map(({ delta }) => delta)); // [ 'D-01', 'D-07', 'D-15', 'D-15' ]
 * ```
 */
export const convertValue = (
  name: DocumentName,
  value: unknown,
  from: Revision,
  to: Revision,
  decisions: ConversionDecisions = {},
): ConvertedValue => {
  const hops = hopsBetween(name, from, to);
  const draft = new Draft(value);
  if (isMapping(value)) for (const hop of hops) hop(draft, decisions);
  return { value: draft.value, steps: draft.steps };
};

const hopsBetween = (name: DocumentName, from: Revision, to: Revision): readonly Hop[] => {
  const { up = {}, back } = HOPS[name] ?? {};
  const known = documentKind(name, from) !== undefined && documentKind(name, to) !== undefined;
  if (known && from === to) return [];
  // The other old revisions are read, and not written.
  if (known && since(from).includes(to) && (to === 'rc3' || to === 'rc2-signed'))
    return until(to).flatMap((revision) => up[revision] ?? []);
  if (known && back && EARLIER_REVISIONS.some((one) => one === to) && since(to).includes(from))
    return EARLIER_REVISIONS.filter((one) => one !== from && since(to).includes(one) && until(from).includes(one)).map(
      (one) => back[one],
    );
  throw new MargoError(
    'ERR_CONVERSION_UNKNOWN',
    `There is no way to bring documents of the kind ${name} from ${from} to ${to}.`,
    {
      hint: known
        ? `Documents are brought to rc3${back ? ', and back to rc2-signed and pr1' : ''}.`
        : `${name} exists in ${Object.keys(familyOf(name).kinds).join(', ')}.`,
    },
  );
};
