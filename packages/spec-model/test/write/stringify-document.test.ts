import fc from 'fast-check';
import { parse as parseAs } from 'yaml';
import { describe, expect, it } from 'vitest';
import {
  APPLICATION_DEPLOYMENT,
  APPLICATION_DESCRIPTION,
  DEPLOYMENT_STATUS_MANIFEST,
  DEVICE_CAPABILITIES_MANIFEST,
  type DocumentKind,
  type JsonValue,
  parseApplicationDeployment,
  parseApplicationDescription,
  safeReadDocument,
  STATE_MANIFEST,
  stringifyApplicationDeployment,
  stringifyApplicationDescription,
  stringifyDeploymentStatusManifest,
  stringifyDeviceCapabilitiesManifest,
  stringifyDocument,
  stringifyJson,
  stringifyStateManifest,
} from '@margo-sdk/spec-model';
import { capabilities, deployment, description, type Loose, manifest, status } from '../documents.js';
import { anyValue } from '../edit/documents-with-comments.js';

/** The same value with the members of every mapping the other way round. */
const reversed = (value: Loose): Loose => {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, member]) => [name, reversed(member)]),
  );
};

const KINDS: readonly (readonly [string, DocumentKind<Loose>, () => Loose, (value: Loose) => string])[] = [
  ['application description', APPLICATION_DESCRIPTION, description, stringifyApplicationDescription],
  ['application deployment', APPLICATION_DEPLOYMENT, deployment, stringifyApplicationDeployment],
  ['device capabilities', DEVICE_CAPABILITIES_MANIFEST, capabilities, stringifyDeviceCapabilitiesManifest],
  ['deployment status', DEPLOYMENT_STATUS_MANIFEST, status, stringifyDeploymentStatusManifest],
  ['state manifest', STATE_MANIFEST, manifest, stringifyStateManifest],
];

describe.each(KINDS)('an %s', (_, kind, make, stringify) => {
  it('is written the same way whatever order its members were made in', () => {
    const text = stringify(make());
    expect(stringify(reversed(make()))).toBe(text);
    expect(stringifyDocument(kind, make())).toBe(text);
  });

  it('is read as it was written', () => {
    const read = safeReadDocument(kind, stringify(make()));
    expect(read.ok && stringifyJson(read.value)).toBe(stringifyJson(make()));
  });

  it('is not written when it breaks a rule', () => {
    const broken = make();
    delete broken[Object.keys(broken)[0] ?? ''];
    expect(() => stringify(broken)).toThrow(expect.objectContaining({ code: 'ERR_DOCUMENT_INVALID' }));
    expect(() => stringify('text')).toThrow(expect.objectContaining({ code: 'ERR_DOCUMENT_INVALID' }));
    expect(() => stringify({ ...make(), 'x-a-extensions': { b: Infinity } })).toThrow(
      expect.objectContaining({ code: 'ERR_VALUE_UNWRITABLE' }),
    );
  });
});

describe('YAML', () => {
  it('has members in the order of the schema, then the names that people choose, sorted', () => {
    const value = description();
    value['x-b-extensions'] = { z: 1, a: 2 };
    value['x-a-extensions'] = {};
    value.parameters = { b: value.parameters.poll, '10': value.parameters.site, '9': value.parameters.site };
    value.configuration = undefined;
    value.deploymentProfiles[0].components[0]['x-c-extensions'] = { d: [1, { f: 1, e: 2 }] };
    const text = stringifyApplicationDescription(value);
    const names = (pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, name = '']) => name);
    expect(names(/^(\S+):/gm)).toEqual([
      'apiVersion',
      'id',
      'metadata',
      'deploymentProfiles',
      'parameters',
      'x-a-extensions',
      'x-b-extensions',
    ]);
    // By code units: objects would put whole numbers first, in the order of numbers.
    expect(names(/^ {2}("\d+"|b):/gm)).toEqual(['"10"', '"9"', 'b']);
    expect(text).toContain('x-b-extensions:\n  a: 2\n  z: 1\n');
    expect(text).toContain('            - 1\n            - e: 2\n              f: 1\n');
    expect(text).not.toContain('configuration');
    expect(parseApplicationDescription(text)['x-b-extensions']).toEqual({ z: 1, a: 2 });
  });

  it('keeps members that nobody knows and extensions', () => {
    const value = deployment();
    value.metadata.stranger = { yes: 'no', list: [[]] };
    value.spec['x-site-extensions'] = { line: '012', empty: {}, text: 'one\ntwo\n' };
    expect(parseApplicationDeployment(stringifyApplicationDeployment(value))).toEqual(value);
  });

  it('has no aliases, although a value stands in it twice', () => {
    const value = deployment();
    value.spec.parameters.other = value.spec.parameters.poll;
    expect(stringifyApplicationDeployment(value)).not.toMatch(/[&*]/);
  });

  it('says the same to readers of YAML 1.1 and 1.2, whatever it holds (A-42)', () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        const document = { ...deployment(), metadata: { ...deployment().metadata, value } };
        const text = stringifyApplicationDeployment(document);
        const expected = stringifyJson(document);
        for (const version of ['1.1', '1.2'] as const) {
          const read = parseAs(text, { version, intAsBigInt: true, uniqueKeys: false }) as JsonValue;
          expect(stringifyJson(read)).toBe(expected);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('a writer is strict where a reader is not', () => {
  const issues = (write: () => string): unknown => {
    try {
      return write();
    } catch (error) {
      return (error as { issues: unknown }).issues;
    }
  };

  it.each<[string, string, (d: Loose) => void]>([
    ['members of older revisions', 'AX-08', (d) => (d.kind = 'ApplicationDeployment')],
    ['types that are read as another one', 'AX-04', (d) => (d.spec.deploymentProfile.type = 'quadlet')],
  ])('%s', (_, rule, change) => {
    const value = deployment();
    change(value);
    expect(issues(() => stringifyApplicationDeployment(value))).toEqual([
      expect.objectContaining({ rule, severity: 'error', path: expect.any(Array) }),
    ]);
  });

  it('errors of empty texts, which are read as none (M-09)', () => {
    const value = status();
    value.status.error = { code: '', source: '', message: '' };
    expect(issues(() => stringifyDeploymentStatusManifest(value))).toEqual([
      expect.objectContaining({ path: ['status', 'error'], severity: 'error' }),
    ]);
  });

  it('without the lines of a text that nobody has seen', () => {
    const found = issues(() => stringifyApplicationDeployment({ ...deployment(), id: 'x' }));
    expect(found).toEqual([expect.not.objectContaining({ line: expect.anything() })]);
  });
});
