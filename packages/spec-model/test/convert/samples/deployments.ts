import type { Revision } from '@margo-sdk/spec-model';
import fc from 'fast-check';
import type { Loose } from '../../documents.js';
import { before, some, stranger, UUID, vendors, word } from './basics.js';
import { componentsOf, nameOfType, targetsOf, value } from './components.js';
import { deviceConstraints } from './constraints.js';

/** Application deployments of a revision. */
export const deployment = (revision: Revision): fc.Arbitrary<Loose> =>
  fc.constantFrom('helm', 'compose').chain((type) =>
    some(
      {
        type: nameOfType(revision, type),
        components: componentsOf(revision, type, before(revision, 'rc3'), false),
        ...(revision === 'rc3' ? { deviceConstraints } : {}),
        ...vendors(revision),
      },
      ['type', 'components'],
    ).chain((deploymentProfile) => {
      const idInside = before(revision, 'rc2-signed');
      const oldPlace = before(revision, 'rc2-mtls');
      const applicationId = word;
      const annotations = some({ ...(idInside ? { id: fc.constant(UUID) } : {}), applicationId, owner: word }, [
        'applicationId',
        ...(idInside ? ['id'] : []),
      ]);
      return some(
        {
          ...(oldPlace
            ? { apiVersion: fc.constant('application.margo.org/v1alpha1'), kind: fc.constant('ApplicationDeployment') }
            : {}),
          ...(idInside ? {} : { id: fc.constant(UUID) }),
          metadata: some(
            {
              ...(oldPlace ? { annotations } : { deviceId: fc.constantFrom('edge-2', 'gateway/*') }),
              name: word,
              namespace: word,
              ...stranger,
            },
            ['name', 'namespace', oldPlace ? 'annotations' : 'deviceId'],
          ),
          spec: some(
            {
              ...(oldPlace ? {} : { applicationId }),
              deploymentProfile: fc.constant(deploymentProfile),
              parameters: fc.dictionary(
                word,
                fc
                  .tuple(value, targetsOf(revision, [deploymentProfile]))
                  .map(([chosen, targets]) => ({ value: chosen, targets })),
                { maxKeys: 2, noNullPrototype: true },
              ),
              ...vendors(revision),
            },
            ['deploymentProfile', 'parameters', ...(oldPlace ? [] : ['applicationId'])],
          ),
        },
        ['metadata', 'spec', ...(oldPlace ? ['apiVersion', 'kind'] : []), ...(idInside ? [] : ['id'])],
      );
    }),
  );
