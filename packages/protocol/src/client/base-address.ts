import { MargoError } from '@margo-sdk/spec-model';
import { joinBasePath } from '../profiles/index.js';

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Puts origin and base path together, and refuses what would send requests somewhere else or in the clear.
 *
 * @param baseUrl - an https origin; http only for the loopback interface, where development servers live
 * @param basePath - below which path the interface is served (M-04)
 * @throws MargoError `ERR_BASE_URL_INVALID` or `ERR_BASE_PATH_INVALID`
 */
export const baseAddress = (baseUrl: string | URL, basePath: string): string => {
  const url = URL.canParse(String(baseUrl)) ? new URL(baseUrl) : undefined;
  if (url === undefined) throw refuse('it is not an absolute URL');
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && LOOPBACK.has(url.hostname)))
    throw refuse('it is not https (http is for localhost only)');
  if (url.username !== '' || url.password !== '') throw refuse('it contains credentials');
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '')
    throw refuse('it contains more than scheme, host and port; a path belongs in basePath');
  return url.origin + joinBasePath(basePath, '');
};

// The URL itself stays out of the message: it may contain a password.
const refuse = (reason: string): MargoError =>
  new MargoError('ERR_BASE_URL_INVALID', `The baseUrl cannot be used: ${reason}.`, {
    hint: 'Give the origin of the fleet manager, for example https://wfm.example.com.',
  });
