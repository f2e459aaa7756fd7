import {
  DOCUMENT_NAMES,
  type DocumentName,
  documentKind,
  type Field,
  fieldsOf,
  type Revision,
  REVISIONS,
} from '@margo-sdk/spec-model';
import { type Explanation, factLines, titleLine } from './explanation.js';

/** A member of a kind of document, as the newest revision that has it describes it. */
export interface KnownField {
  readonly kind: DocumentName;
  readonly field: Field;
  readonly revisions: readonly Revision[];
}

let known: readonly KnownField[] | undefined;

/** Every member of every kind of document. */
export const knownFields = (): readonly KnownField[] => (known ??= DOCUMENT_NAMES.flatMap(fieldsOfKind));

const fieldsOfKind = (kind: DocumentName): KnownField[] => {
  const fields = new Map<string, { field: Field; revisions: Revision[] }>();
  for (const revision of REVISIONS) {
    const schema = documentKind(kind, revision)?.schema;
    for (const field of schema ? fieldsOf(schema) : []) {
      fields.set(field.path, { field, revisions: [...(fields.get(field.path)?.revisions ?? []), revision] });
    }
  }
  return [...fields.values()].map((one) => ({ kind, ...one }));
};

/** What a member is; undefined when no document of these kinds has it. */
export const explainField = (given: string, kinds: readonly DocumentName[]): Explanation | undefined => {
  const wanted = given.replace(/\[\d+\]/g, '[]');
  const found = knownFields().filter(({ kind, field }) => kinds.includes(kind) && isAt(wanted, field.path));
  if (found.length === 0) return undefined;
  return {
    lines: (terminal) =>
      found.flatMap(({ kind, field, revisions }, at) => [
        ...(at === 0 ? [] : ['']),
        titleLine(field.path, `${kind}: ${field.description}`, terminal),
        ...factLines('type', `${field.type}, ${field.required ? 'required' : 'can be left out'}`, terminal),
        ...factLines('unit', field.unit, terminal),
        ...factLines('pattern', field.pattern, terminal),
        ...factLines('revisions', revisions.length === REVISIONS.length ? 'all' : revisions.join(', '), terminal),
        ...factLines('rule', field.rule, terminal),
        ...factLines('section', field.section, terminal),
      ]),
    json: {
      id: wanted,
      is: 'member',
      members: found.map(({ kind, field, revisions }) => ({ kind, ...field, revisions })),
    },
  };
};

/** Whether a path leads to a member: `{}` is any name of a mapping. */
const isAt = (given: string, path: string): boolean => {
  if (given === path) return true;
  const parts = path.split('.');
  const names = given.split('.');
  return (
    parts.includes('{}') &&
    parts.length === names.length &&
    parts.every((part, at) => part === '{}' || part === names[at])
  );
};

/** The paths of all members of these kinds. */
export const fieldPaths = (kinds: readonly DocumentName[]): string[] => [
  ...new Set(knownFields().flatMap(({ kind, field }) => (kinds.includes(kind) ? [field.path] : []))),
];
