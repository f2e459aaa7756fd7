/** Reading: what rules, positions and guards cost over the bare parser. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { parseStateManifest, safeParseApplicationDescription } from '../packages/spec-model/dist/index.js';
import { compare } from './compare.mjs';

const require = createRequire(new URL('../packages/spec-model/package.json', import.meta.url));
const { parseDocument } = require('yaml');

export const documents = async () => {
  const description = await readFile(new URL('../examples/two-charts/margo.yaml', import.meta.url), 'utf8');
  await compare(`read and check a description of ${description.length} bytes`, {
    ours: () => safeParseApplicationDescription(description),
    floor: () => parseDocument(description).toJS(),
    against: '`yaml` parsing it',
  });

  const digest = `sha256:${'ab'.repeat(32)}`;
  const manifest = JSON.stringify({
    manifestVersion: 7,
    bundle: { mediaType: 'application/vnd.margo.bundle.v1+tar+gzip', digest, url: `/api/v1/bundles/${digest}` },
    deployments: Array.from({ length: 20 }, (_, n) => {
      const deploymentId = `a3e2f5dc-912e-494f-8395-${String(n).padStart(12, '0')}`;
      return { deploymentId, digest, url: `/api/v1/deployments/${deploymentId}/${digest}` };
    }),
  });
  await compare('read and check a state manifest of 20 deployments', {
    ours: () => parseStateManifest(manifest),
    floor: () => JSON.parse(manifest),
    against: 'JSON.parse, which knows no 64-bit versions',
  });
};
