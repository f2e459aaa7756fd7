import { parseDeploymentId, parseDigest, type Digest } from '@margo-sdk/spec-model';
import type { ComponentSpec, Revision } from '@margo-sdk/state-machine';

export const DEPLOYMENT_ID = parseDeploymentId('ad9b614e-8912-45f4-a523-372358765def');

/** `broker@2/tls#edge-b`: artifact, configuration and placement default to `1`, `plain`, `edge-a`; `~` does not wait. */
const component = (text: string): ComponentSpec => {
  const [, name = '', artifact = '1', configuration = 'plain', placement = 'edge-a', noWait] =
    /^([a-z]+)(?:@(\w+))?(?:\/(\w+))?(?:#([\w-]+))?(~)?$/.exec(text) ?? [];
  return { name, fingerprint: { placement, artifact, configuration }, ...(noWait ? { wait: false } : {}) };
};

export const components = (text: string): ComponentSpec[] => text.split(' ').filter(Boolean).map(component);

/** The digest depends on the text alone, as a content digest does. */
export const digestOf = (text: string): Digest =>
  parseDigest(`sha256:${Buffer.from(text).toString('hex').padEnd(64, '0').slice(0, 64)}`);

export const revision = (text: string, manifestVersion: bigint): Revision => ({
  digest: digestOf(text),
  manifestVersion,
  name: 'line-monitoring',
  components: components(text),
});
