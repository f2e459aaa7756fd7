import type { Revision } from '@margo-sdk/spec-model';
import fc from 'fast-check';
import type { Loose } from '../../documents.js';
import { before, some, stranger, vendors, word } from './basics.js';
import { componentsOf, nameOfType, revisionOf, targetsOf, value } from './components.js';
import { needsOf } from './constraints.js';

/** Application descriptions of a revision. */
export const description = (revision: Revision): fc.Arbitrary<Loose> => {
  const profileOf = (type: string) =>
    some(
      {
        type: nameOfType(revision, type),
        ...(revision === 'predraft-2024-10' ? {} : { id: fc.constant(`${type}-profile`) }),
        components: componentsOf(revision, type, false, true),
        ...needsOf(revision),
        ...vendors(revision),
        ...stranger,
      },
      ['type', 'components', ...(revision === 'predraft-2024-10' ? [] : ['id'])],
    );
  const id = word.map((name) => `com-example-${name}`);
  const idInside = before(revision, 'rc2-signed');
  const metadata = some(
    {
      ...(idInside ? { id } : {}),
      name: word,
      version: revisionOf,
      catalog: fc.constant({ organization: [{ name: 'Example' }] }),
      ...stranger,
    },
    ['name', 'version', 'catalog', ...(idInside ? ['id'] : [])],
  );
  return fc.tuple(profileOf('helm'), profileOf('compose')).chain((profiles) =>
    some(
      {
        ...(revision === 'rc3'
          ? { apiVersion: fc.constant('v1') }
          : {
              apiVersion: fc.constant('margo.org/v1-alpha1'),
              kind: fc.constantFrom(
                ...(revision === 'predraft-2024-10'
                  ? ['application', 'ApplicationDescription']
                  : ['ApplicationDescription']),
              ),
            }),
        ...(idInside ? {} : { id }),
        metadata,
        deploymentProfiles: fc.constant(profiles),
        parameters: fc.dictionary(
          word,
          targetsOf(revision, profiles).chain((targets) => some({ value, targets: fc.constant(targets) }, ['targets'])),
          { maxKeys: 2, noNullPrototype: true },
        ),
        ...vendors(revision),
        ...stranger,
      },
      [
        'apiVersion',
        'metadata',
        'deploymentProfiles',
        ...(revision === 'rc3' ? [] : ['kind']),
        ...(idInside ? [] : ['id']),
      ],
    ),
  );
};
