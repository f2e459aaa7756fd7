import { joinBasePath, type ProfileFacts } from '@margo-sdk/protocol';

/** What a path names, as far as the gate needs it. */
export type GatePath =
  | { readonly place: 'onboarding' | 'certificate' }
  | {
      readonly place: 'client';
      /** Decoded; may be no id at all. */
      readonly clientId: string;
      readonly isCapabilities: boolean;
    };

/**
 * Makes what reads paths of a profile.
 *
 * @param facts - of a signed profile
 * @param basePath - where the interface stands below the origin
 */
export const createGatePaths = (
  { onboarding, paths }: ProfileFacts,
  basePath: string,
): ((path: string) => GatePath | undefined) => {
  const at = (path: string): string => joinBasePath(basePath, path);
  const [before = '', behind = ''] = paths.capabilities.split('{clientId}');
  const [capabilities = ''] = behind.split('/{deviceId}');
  const clients = at(before);
  return (path) => {
    if (onboarding !== null && path === at(onboarding.path)) return { place: 'onboarding' };
    if (onboarding !== null && path === at(onboarding.certificatePath)) return { place: 'certificate' };
    if (!path.startsWith(clients)) return undefined;
    const end = path.indexOf('/', clients.length);
    if (end < 0) return undefined;
    const rest = path.slice(end);
    const isCapabilities = rest === capabilities || rest.startsWith(`${capabilities}/`);
    return { place: 'client', clientId: decode(path.slice(clients.length, end)), isCapabilities };
  };
};

/** What is broken names nobody. */
const decode = (segment: string): string => {
  try {
    return decodeURIComponent(segment);
  } catch {
    return '';
  }
};
