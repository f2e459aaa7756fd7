import { WIRE_PROFILES, type WireResource } from '@margo-sdk/protocol';

const PATTERNS = Object.entries(WIRE_PROFILES.rc3.paths).map(([resource, template]): readonly [WireResource, RegExp] => [
  resource as WireResource,
  new RegExp(`^${template.replace('{deviceId}', '.+').replace(/\{\w+\}/g, '[^/]+')}$`, 's'),
]);

/** Which resource a path leads to; a status is no digest. */
export const resourceOf = (path: string): WireResource | undefined => {
  const found = PATTERNS.filter(([, pattern]) => pattern.test(path)).map(([resource]) => resource);
  return found.includes('deploymentStatus') ? 'deploymentStatus' : found[0];
};
