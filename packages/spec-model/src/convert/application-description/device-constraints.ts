import type { DocumentPath } from '../../issue.js';
import type { Draft } from '../draft.js';
import { AMOUNTS, ASKED_OF } from './constraint-forms.js';

/**
 * D-20: amounts become capacity requirements. Each peripheral and each interface becomes a comparison of its own,
 * because all of them were asked for. What is not understood stays where it is.
 */
export const writeDeviceConstraints = (draft: Draft, profile: DocumentPath): void => {
  const required = [...profile, 'requiredResources'];
  if (!draft.mappingAt(required)) return;
  if (draft.has([...profile, 'deviceConstraints'])) {
    draft.decide('D-20', required, 'What does requiredResources add to deviceConstraints, which is there already?', {
      suggestion: 'Move what is missing into deviceConstraints, and remove requiredResources.',
    });
    return;
  }
  for (const amount of AMOUNTS)
    draft.move('D-20', [...required, amount], [...profile, 'deviceConstraints', 'capacityRequirements', amount]);
  const selector = [...profile, 'deviceConstraints', 'eligibilityRules', 0, 'propertySelector'];
  for (const { list, members } of ASKED_OF) {
    const entries = draft.entries([...required, list]);
    if (!entries.every((entry) => isUnderstood(draft, entry, members))) continue;
    for (const entry of entries) {
      const expressions = [...selector, 'matchExpressions'];
      const key = `/${list}`;
      writeExpression(draft, entry, [...expressions, draft.lengthAt(expressions)], key, members);
    }
    if (entries.length > 0) draft.remove([...required, list]);
    else if (Array.isArray(draft.at([...required, list]))) draft.drop('D-20', [...required, list]);
  }
  if (draft.names(required).length === 0) draft.drop('D-20', required);
};

const isUnderstood = (draft: Draft, entry: DocumentPath, members: readonly string[]): boolean =>
  draft.textAt([...entry, 'type']) !== undefined &&
  members.every((member) => !draft.has([...entry, member]) || draft.textAt([...entry, member]) !== undefined);

const writeExpression = (
  draft: Draft,
  entry: DocumentPath,
  path: DocumentPath,
  key: string,
  members: readonly string[],
): void => {
  const asked = members.filter((member) => draft.has([...entry, member]));
  const matchExpressions = asked.map((member) => ({
    key: `/${member}`,
    operator: 'In',
    values: [draft.at([...entry, member])],
  }));
  draft.restate('D-20', entry, path, { key, operator: 'ContainsAll', itemSelector: { matchExpressions } });
  for (const name of draft.names(entry)) {
    if (!asked.includes(name))
      draft.tellLost('D-20', [...entry, name], 'Nothing that a device reports compares with it.');
  }
  if (draft.at([...entry, 'type']) === 'other') {
    draft.decide('D-20', path, `Which entry of ${key} is meant by the type other? No device reports that type.`, {
      suggestion: 'Compare with another member, or with a label, or remove the comparison.',
    });
  }
};
