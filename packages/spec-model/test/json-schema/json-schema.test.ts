import { DOCUMENT_NAMES, documentJsonSchema, documentKind, fieldsOf, REVISIONS } from '@margo-sdk/spec-model';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';

const kinds = REVISIONS.flatMap((revision) =>
  DOCUMENT_NAMES.flatMap((name) => {
    const kind = documentKind(name, revision);
    return kind ? [{ name, revision, kind }] : [];
  }),
);

const compile = (schema: object) => {
  const ajv = new Ajv2020({ strict: true, strictTypes: false, allowUnionTypes: true });
  ajv.addFormat('uint64', true);
  return ajv.compile(schema);
};

describe.each(kinds)('JSON Schema of $name in $revision', ({ name, revision, kind }) => {
  it('is a schema that an independent validator takes', () => {
    expect(() => compile(documentJsonSchema(name, revision))).not.toThrow();
  });

  it('says which revision it is about', () => {
    expect(documentJsonSchema(name, revision)).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      title: `${name}, Margo revision ${revision}`,
    });
  });

  it('tells of each member what it is', () => {
    expect(fieldsOf(kind.schema).filter(({ description }) => description === '')).toEqual([]);
  });

  it('tells of each member which page of the specification describes it', () => {
    expect(fieldsOf(kind.schema).filter(({ section }) => section === undefined)).toEqual([]);
  });
});

describe('documentJsonSchema', () => {
  it('refuses a revision that does not have the document', () => {
    expect(() => documentJsonSchema('StateManifest', 'predraft-2024-10')).toThrow(
      expect.objectContaining({ code: 'ERR_REVISION_UNKNOWN' }),
    );
  });

  it('closes what the specification closes, and lets extensions through', () => {
    const validate = compile(documentJsonSchema('DeviceCapabilitiesManifest'));
    const properties = { id: 'gw', vendor: 'V', modelNumber: 'M', serialNumber: '1' };
    expect(validate({ properties })).toBe(true);
    expect(validate({ properties, 'x-acme-extensions': { a: 1 } })).toBe(true);
    expect(validate({ properties, 'x-acme-extensions': 1 })).toBe(false);
    expect(validate({ properties, kind: 'DeviceCapabilitiesManifest' })).toBe(false);
  });

  it('takes a version for the integer that it is on the wire (M-06)', () => {
    const validate = compile(documentJsonSchema('StateManifest'));
    expect(validate({ manifestVersion: 1, bundle: null, deployments: [] })).toBe(true);
    expect(validate({ manifestVersion: '1', bundle: null, deployments: [] })).toBe(false);
    expect(validate({ manifestVersion: 0, bundle: null, deployments: [] })).toBe(false);
  });
});
