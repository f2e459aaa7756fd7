import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { acceptAnyClient, type ClientPolicy } from '@margo-sdk/orchestrator-client';
import { parseSpiffeId } from '@margo-sdk/protocol';
import { readText } from '../input/read-mapping.js';
import type { Source } from '../input/read-input.js';
import { asArgument, UsageError } from '../usage-error.js';

/** Who is accepted, as a call says it. */
export interface AcceptCall {
  readonly accept?: readonly string[];
  readonly 'accept-file'?: string;
  readonly 'accept-any-client'?: boolean;
}

/**
 * Makes the policy that decides with each request whether a client is accepted (WP-13). There is no default: an id in the
 * namespace is not enough (WP-16).
 *
 * @throws UsageError when nobody is accepted, or an id is none
 */
export const clientPolicyOf = async (call: AcceptCall, source: Source): Promise<ClientPolicy> => {
  const { accept = [], 'accept-file': file, 'accept-any-client': any = false } = call;
  if (any) {
    if (accept.length > 0 || file !== undefined)
      throw new UsageError('--accept-any-client accepts everybody, so --accept and --accept-file say nothing more.');
    return acceptAnyClient;
  }
  if (accept.length === 0 && file === undefined)
    throw new UsageError(
      'Nobody is accepted.',
      'Name clients with --accept or --accept-file, or accept every one in the namespace with --accept-any-client.',
    );
  const named = new Set<string>(accept.map((id) => asArgument('--accept', () => parseSpiffeId(id))));
  if (file === undefined) return (client) => named.has(client);

  let [listed, readAt] = [await readList(file, source), await changedAt(file, source)];
  return async (client) => {
    if (named.has(client)) return true;
    const at = await changedAt(file, source);
    // One that cannot be read makes the request fail, and lets nobody in.
    if (at !== readAt) [listed, readAt] = [await readList(file, source), at];
    return listed.has(client);
  };
};

const readList = async (file: string, source: Source): Promise<ReadonlySet<string>> => {
  const lines = (await readText(file, source)).split(/\r?\n/).map((line) => line.replace(/#.*$/, '').trim());
  return new Set(lines.filter((line) => line !== '').map((id) => asArgument(file, () => parseSpiffeId(id))));
};

const changedAt = async (file: string, { folder }: Source): Promise<number | undefined> =>
  (await stat(resolve(folder, file)).catch(() => undefined))?.mtimeMs;
