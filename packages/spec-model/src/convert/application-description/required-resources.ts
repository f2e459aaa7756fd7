import type { DocumentPath } from '../../issue.js';
import { isMapping, type Mapping } from '../../reading/mapping.js';
import type { Draft } from '../draft.js';
import { AMOUNTS, ASKED_OF } from './constraint-forms.js';

const WHY = 'requiredResources of 1.0.0-rc.2 can ask for peripherals and interfaces by what they are, and for no more.';

/** D-20 backwards: what requiredResources can ask for is kept, everything else is told as lost. */
export const writeRequiredResources = (draft: Draft, profile: DocumentPath): void => {
  const constraints = [...profile, 'deviceConstraints'];
  const required = [...profile, 'requiredResources'];
  if (!draft.mappingAt(constraints) || draft.has(required)) return;
  const capacity = [...constraints, 'capacityRequirements'];
  for (const amount of AMOUNTS) draft.move('D-20', [...capacity, amount], [...required, amount]);
  loseAllBut(draft, capacity, []);
  const rules = [...constraints, 'eligibilityRules'];
  const [only, other] = draft.entries(rules);
  if (other !== undefined) draft.tellLost('D-20', rules, 'requiredResources of 1.0.0-rc.2 has no alternatives.');
  else if (only !== undefined) writeRule(draft, only, required);
  else if (!Array.isArray(draft.at(rules))) loseAllBut(draft, rules, []);
  loseAllBut(draft, constraints, ['capacityRequirements', 'eligibilityRules']);
  draft.drop('D-20', constraints);
};

/** Tells what is lost of a value: its members other than those that are looked at one by one, or all of it. */
const loseAllBut = (draft: Draft, path: DocumentPath, members: readonly string[]): void => {
  if (!draft.has(path)) return;
  if (!draft.mappingAt(path)) draft.tellLost('D-20', path, WHY);
  for (const name of draft.names(path)) if (!members.includes(name)) draft.tellLost('D-20', [...path, name], WHY);
};

const writeRule = (draft: Draft, rule: DocumentPath, required: DocumentPath): void => {
  const selector = [...rule, 'propertySelector'];
  const expressions = [...selector, 'matchExpressions'];
  loseAllBut(draft, rule, ['propertySelector']);
  loseAllBut(draft, selector, ['matchExpressions']);
  if (!Array.isArray(draft.at(expressions))) loseAllBut(draft, expressions, []);
  for (const expression of draft.entries(expressions)) {
    const wanted = asEntry(draft.at(expression));
    if (wanted === undefined) draft.tellLost('D-20', expression, WHY);
    else {
      const list = [...required, wanted.list];
      draft.restate('D-20', expression, [...list, draft.lengthAt(list)], wanted.entry);
    }
  }
};

/** The peripheral or interface that a comparison asks for; undefined when it asks for anything else. */
const asEntry = (expression: unknown): { readonly list: string; readonly entry: Mapping } | undefined => {
  const said = only(expression, ['key', 'operator', 'itemSelector']);
  const form = ASKED_OF.find(({ list }) => said?.['key'] === `/${list}`);
  const selector = only(said?.['itemSelector'], ['matchExpressions']);
  const comparisons = selector?.['matchExpressions'];
  if (form === undefined || said?.['operator'] !== 'ContainsAll' || !Array.isArray(comparisons)) return undefined;
  const asked = comparisons.map(asMember);
  const names = asked.map((member) => member?.[0]);
  const fits = names.every((name) => form.members.some((member) => member === name));
  if (!fits || !names.includes('type') || new Set(names).size !== names.length) return undefined;
  return { list: form.list, entry: Object.fromEntries(asked.filter((member) => member !== undefined)) };
};

const asMember = (comparison: unknown): readonly [string, string] | undefined => {
  const said = only(comparison, ['key', 'operator', 'values']);
  const { key, operator, values } = said ?? {};
  const value: unknown = Array.isArray(values) && values.length === 1 ? values[0] : undefined;
  if (typeof key !== 'string' || operator !== 'In' || typeof value !== 'string') return undefined;
  return [key.slice(1), value];
};

/** A mapping that has exactly these members. */
const only = (value: unknown, names: readonly string[]): Mapping | undefined =>
  isMapping(value) && Object.keys(value).length === names.length && names.every((name) => Object.hasOwn(value, name))
    ? value
    : undefined;
