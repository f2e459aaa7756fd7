/** Any origin will do: only the path counts. */
const ORIGIN = 'https://fleet-manager.invalid';

/**
 * Takes the path out of the target of a request line (RFC 9112 §3.2), as it was sent. A parser of URLs folds `.` and `..`
 * away, also when they are percent-encoded, and would so turn one resource into another (M-52). The query is no part of
 * any resource and is left out.
 *
 * @param target - `/path?query`, or a whole URL, as a proxy may send it
 * @returns `undefined` for a path that would not stay what it is, and for whatever is no path
 */
export const readRequestPath = (target: string): string | undefined => {
  // Letters, digits, - and : cannot lead anywhere else, and most paths have nothing else.
  if (/^(\/[\w:-]+)+$/.test(target)) return target;
  const path = target.replace(/^https?:\/\/[^/?#]*/i, '');
  if (!path.startsWith('/') || path.includes('#') || !URL.canParse(ORIGIN + path)) return undefined;
  const url = new URL(ORIGIN + path);
  return url.href === ORIGIN + path ? url.pathname : undefined;
};
