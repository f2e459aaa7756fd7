import type { Revision } from '@margo-sdk/spec-model';
import fc from 'fast-check';
import type { Loose } from '../../documents.js';
import { before, some, stranger, vendors, word } from './basics.js';

const repository = word.map((name) => `oci://registry.example/${name}`);
export const revisionOf = fc.tuple(fc.nat(9), fc.nat(9), fc.nat(9)).map((parts) => parts.join('.'));
const timeout = (revision: Revision): fc.Arbitrary<string> =>
  revision === 'rc3' || revision === 'rc2-mtls'
    ? fc.tuple(fc.nat(90), fc.nat(90)).map(([m, s]) => `${m + 1}m${s}s`)
    : fc.constantFrom('5m', '1h', '8m30s', '90s', '1h5s');

const propertiesOf = (revision: Revision, type: string, texts: boolean): fc.Arbitrary<Loose> => {
  const own = {
    wait: texts ? fc.constantFrom('true', 'false', true, false) : fc.boolean(),
    timeout: timeout(revision),
  };
  if (type !== 'compose' || !before(revision, 'rc2-mtls'))
    return some({ repository, revision: revisionOf, ...own }, ['repository', 'revision']);
  const packageLocation = word.map((name) => `https://example.com/${name}.tar.gz`);
  return some({ packageLocation, keyLocation: packageLocation, ...own }, ['packageLocation']);
};

export const componentsOf = (revision: Revision, type: string, texts: boolean, open: boolean): fc.Arbitrary<Loose[]> =>
  fc
    .array(
      some({ properties: propertiesOf(revision, type, texts), ...vendors(revision), ...(open ? stranger : {}) }, [
        'properties',
      ]),
      { minLength: 1, maxLength: 3 },
    )
    .map((components) =>
      // Components of all profiles have different names, and so have those of one.
      components.map((component, n) => ({ name: `${type}-${n}`, ...component })),
    );

export const nameOfType = (revision: Revision, type: string): fc.Arbitrary<string> => {
  if (type === 'compose')
    return fc.constantFrom(...(revision === 'predraft-2024-10' ? ['docker-compose', 'compose'] : ['compose']));
  return fc.constantFrom(...(before(revision, 'rc2-signed') ? ['helm.v3'] : ['helm']));
};

export const targetsOf = (revision: Revision, profiles: readonly Loose[]): fc.Arbitrary<Loose> => {
  const variable = fc.constantFrom(
    ...(before(revision, 'rc2-signed') ? ['ENV.NAME', 'NAME', 'ENV._x1'] : ['NAME', '_x1']),
  );
  const pointers = { compose: variable, helm: fc.constantFrom('idp.name', 'ENV.limits') };
  return fc
    .tuple(...profiles.map(({ type }) => (String(type).includes('compose') ? pointers.compose : pointers.helm)))
    .map((chosen) =>
      chosen.map((pointer, p) => ({ pointer, components: profiles[p].components.map(({ name }: Loose) => name) })),
    );
};
export const value = fc.oneof(word, fc.integer(), fc.boolean());
