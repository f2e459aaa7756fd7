/** Any origin will do: the handlers look at the path only. */
const ORIGIN = 'https://fleet-manager.invalid';

/**
 * Reads the target of a request line (RFC 9112 §3.2) and keeps the path as it was sent. A parser of URLs folds `.` and
 * `..` away, also when they are percent-encoded, and would so turn one resource into another (M-52).
 *
 * @param target - `/path?query`, or a whole URL, as a proxy may send it
 * @returns `undefined` for a path that would not stay what it is, and for whatever is no path
 */
export const readRequestTarget = (target: string): URL | undefined => {
  const path = target.replace(/^https?:\/\/[^/?#]*/i, '');
  if (!path.startsWith('/') || path.includes('#') || !URL.canParse(ORIGIN + path)) return undefined;
  const url = new URL(ORIGIN + path);
  return url.href === ORIGIN + path ? url : undefined;
};
