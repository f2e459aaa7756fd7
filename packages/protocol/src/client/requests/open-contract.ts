import createClient, { type Client } from 'openapi-fetch';
import { fillPath } from '../../profiles/path.js';
import type { Fetch } from '../send.js';

/**
 * Opens a contract at an address.
 *
 * @param baseUrl - origin and base path
 * @param fetch - sends what the contract describes
 */
export const openContract = <Paths extends object>(baseUrl: string, fetch: Fetch): Client<Paths> =>
  createClient<Paths>({
    baseUrl,
    fetch,
    redirect: 'manual',
    // The library would escape the slashes of device ids (M-52) and cannot write 64-bit integers (M-06).
    pathSerializer: fillPath,
    bodySerializer: (body: unknown) => body,
  });
