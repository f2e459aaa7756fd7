import type { Revision } from '@margo-sdk/spec-model';
import fc from 'fast-check';
import type { Loose } from '../../documents.js';
import { before, some, stranger, UUID, word } from './basics.js';

/** Deployment statuses of a revision. */
export const status = (revision: Revision): fc.Arbitrary<Loose> => {
  const first = revision === 'predraft-2024-10';
  const error = (): fc.Arbitrary<Loose> =>
    before(revision, 'rc2-signed')
      ? fc.record({ code: word, message: word }, { noNullPrototype: true })
      : fc.record({ code: word, source: word, message: word }, { noNullPrototype: true });
  const old = before(revision, 'rc2-mtls');
  return fc.boolean().chain((failed) => {
    const state = fc.constant(first ? (failed ? 'Failed' : 'Installing') : failed ? 'failed' : 'installing');
    const required = failed ? ['state', 'error'] : ['state'];
    const own = failed ? { state, error: error() } : { state };
    return some(
      {
        ...(old
          ? {
              apiVersion: fc.constant(first ? 'deployment.margo/v1' : 'deployment.margo.org/v1alpha1'),
              kind: fc.constant(first ? 'DeploymentStatus' : 'DeploymentStatusManifest'),
            }
          : { adoptedManifestVersion: fc.integer({ min: 1, max: 99 }) }),
        deploymentId: fc.constant(UUID),
        ...(before(revision, 'rc2-signed') ? {} : { deviceId: fc.constant('edge-1') }),
        status: some({ ...own, ...stranger }, required),
        components: fc.tuple(some({ ...own, ...stranger }, required)).map(([one]) => [{ name: 'database', ...one }]),
        ...stranger,
      },
      ['deploymentId', 'status', 'components', ...(old ? ['apiVersion', 'kind'] : ['adoptedManifestVersion'])],
    );
  });
};

const DIGEST = `sha256:${'ab'.repeat(32)}`;
/** State manifests of a revision. */
export const manifest = (revision: Revision): fc.Arbitrary<Loose> => {
  const start = before(revision, 'rc2-mtls') ? '/api/v1/clients/1234' : '/api/v1';
  return some(
    {
      manifestVersion: fc.integer({ min: 1, max: 99 }),
      bundle: fc.constant({
        mediaType: 'application/vnd.margo.bundle.v1+tar+gzip',
        digest: DIGEST,
        url: `${start}/bundles/${DIGEST}`,
      }),
      deployments: fc.constant([{ deploymentId: UUID, digest: DIGEST, url: `${start}/deployments/${UUID}/${DIGEST}` }]),
      ...stranger,
    },
    ['manifestVersion', 'bundle', 'deployments'],
  );
};
