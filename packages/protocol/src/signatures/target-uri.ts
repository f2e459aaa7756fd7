/** The parts of an address, as they were written: what parses addresses also changes them, and then nothing verifies. */
export interface TargetUri {
  readonly scheme: string;
  /** In lower case, without the port that the scheme has anyway. */
  readonly authority: string;
  /** At least a slash. */
  readonly path: string;
  /** With the question mark in front; empty where there is none. */
  readonly query: string;
}

const DEFAULT_PORTS: Readonly<Record<string, string>> = { http: ':80', https: ':443' };

/**
 * Takes an address apart (RFC 9421 §2.2).
 *
 * @returns nothing when it is no address of HTTP, has a fragment, or names a user
 */
export const splitTargetUri = (uri: string): TargetUri | undefined => {
  const colon = uri.indexOf('://');
  const scheme = uri.slice(0, Math.max(colon, 0)).toLowerCase();
  const port = Object.hasOwn(DEFAULT_PORTS, scheme) ? DEFAULT_PORTS[scheme] : undefined;
  if (port === undefined || uri.includes('#')) return undefined;
  const start = colon + 3;
  const question = uri.indexOf('?', start);
  const pathEnd = question < 0 ? uri.length : question;
  const slash = uri.indexOf('/', start);
  const authorityEnd = slash < 0 || slash > pathEnd ? pathEnd : slash;
  const authority = uri.slice(start, authorityEnd).toLowerCase();
  if (authority === '' || authority.includes('@')) return undefined;
  return {
    scheme,
    authority: authority.endsWith(port) ? authority.slice(0, -port.length) : authority,
    path: authorityEnd === pathEnd ? '/' : uri.slice(authorityEnd, pathEnd),
    query: uri.slice(pathEnd),
  };
};
