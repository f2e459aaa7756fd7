import { MargoError } from '@margo-sdk/spec-model';
import type { WireResource } from './profile.js';
import { WIRE_PROFILES, type WireProfile } from './wire-profiles.js';

type Placeholder<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholder<Rest>
  : never;
/** The values that the path of a resource needs in a profile. */
export type WirePathParameters<Resource extends WireResource, Profile extends WireProfile = 'rc3'> = Readonly<
  Record<Placeholder<(typeof WIRE_PROFILES)[Profile]['paths'][Resource]>, string>
>;

/**
 * Builds the path of a resource.
 *
 * @param resource - which one
 * @param parameters - the values of its placeholders, as they are (not encoded)
 * @param profile - `rc3` unless told
 * @returns the path from the root of the interface, as the manifest's `url` members give it; see {@link joinBasePath}
 * @throws MargoError `ERR_PATH_PARAMETER_INVALID`: a value is missing or empty, is a dot segment or no text
 *
 * @example
 * ```ts
 * import { wirePath } from '@margo-sdk/protocol';
 *
 * console.log(wirePath('capabilities', { deviceId: 'gateway1/deviceA' })); // /api/v1/capabilities/gateway1/deviceA
 * ```
 */
export const wirePath = <Resource extends WireResource, Profile extends WireProfile = 'rc3'>(
  resource: Resource,
  parameters: WirePathParameters<Resource, Profile>,
  profile?: Profile,
): string => fillPath(WIRE_PROFILES[profile ?? 'rc3'].paths[resource], parameters);

/**
 * Puts values into the placeholders of a path template. The slashes of a device id stay slashes (M-52); in any other
 * value a slash is escaped. A colon stays as it is, so that a digest reads the same in a URL as in the manifest.
 *
 * @param template - for example `/api/v1/bundles/{digest}`
 * @param parameters - the values, not encoded
 * @throws MargoError `ERR_PATH_PARAMETER_INVALID`: a value is missing or empty, is a dot segment or no text
 */
export const fillPath = (template: string, parameters: Readonly<Record<string, unknown>>): string =>
  template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = parameters[name];
    const segments = typeof value !== 'string' ? [''] : name === 'deviceId' ? value.split('/') : [value];
    return segments.map((segment) => encodeSegment(name, segment)).join('/');
  });

/**
 * Puts the path in front below which a fleet manager serves the whole interface (M-04).
 *
 * @param basePath - for example `/v1alpha2/margo`; empty or `/` for none; slashes at its ends do not matter
 * @param path - a path that starts with a slash
 * @throws MargoError `ERR_BASE_PATH_INVALID`: the base path would change the path it is put in front of
 *
 * @example
 * ```ts
 * import { joinBasePath } from '@margo-sdk/protocol';
 *
 * console.log(joinBasePath('/v1alpha2/margo/', '/api/v1/deployments')); // /v1alpha2/margo/api/v1/deployments
 * ```
 */
export const joinBasePath = (basePath: string, path: string): string => {
  const base = basePath.replace(/^\//, '').replace(/\/$/, '');
  if (base === '') return path;
  if (!base.split('/').every((segment) => /^(?!\.\.?$)[A-Za-z0-9._~!$&'()*+,;=:@-]+$/.test(segment)))
    throw new MargoError('ERR_BASE_PATH_INVALID', `Not a plain path: ${JSON.stringify(basePath.slice(0, 100))}`, {
      hint: 'Give segments joined by slashes, without query, escapes or dot segments.',
    });
  return `/${base}${path}`;
};

const encodeSegment = (name: string, segment: string): string => {
  // A URL parser folds dot segments away, and another resource would be asked for (M-52). \p{Cs}: half a character.
  if (segment === '' || segment === '.' || segment === '..' || /\p{Cs}/u.test(segment))
    throw new MargoError('ERR_PATH_PARAMETER_INVALID', `Expected text for ${name}, got ${JSON.stringify(segment)}.`, {
      hint: 'Each part between slashes needs at least one character and must not be "." or "..".',
    });
  return encodeURIComponent(segment).replaceAll('%3A', ':');
};
