import { profileFacts, type WireProfile, type WireResource } from '@margo-sdk/protocol';

/** Which resource a path leads to, if any. */
export type FindResource = (path: string) => WireResource | undefined;

/** Finds resources by the paths of a profile, below its base path or at the root; a status is no digest. */
export const resourcesOf = (profile: WireProfile): FindResource => {
  const { basePath, paths } = profileFacts(profile);
  const patterns = Object.entries(paths).map(([resource, template]): readonly [WireResource, RegExp] => [
    resource as WireResource,
    new RegExp(`^${template.replace('{deviceId}', '.+').replace(/\{\w+\}/g, '[^/]+')}$`, 's'),
  ]);
  return (path) => {
    const below = path.startsWith(`${basePath}/`) ? path.slice(basePath.length) : path;
    const found = patterns.filter(([, pattern]) => pattern.test(below)).map(([resource]) => resource);
    return found.includes('deploymentStatus') ? 'deploymentStatus' : found[0];
  };
};
