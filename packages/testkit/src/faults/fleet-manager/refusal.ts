import { MEDIA_TYPES } from '@margo-sdk/spec-model';
import type { Reply } from '../../fleet-manager/reply.js';
import type { Asked } from './fleet-manager-fault.js';
import { bytesOf } from './publication.js';

/**
 * A refusal as the profile writes it: a problem document, or an object whose one member says what is wrong. It has the
 * headers that are given and no others: `Retry-After` is part of a fault.
 */
export const refusal = (
  problem: Readonly<Record<string, unknown>> & { readonly title?: string | undefined },
  status: number,
  { facts: { refusals } }: Pick<Asked, 'facts'>,
  headers: Readonly<Record<string, string>> = {},
): Reply => {
  const typed = refusals === 'problem';
  const body = bytesOf(JSON.stringify(typed ? problem : { [refusals]: problem.title ?? '' }));
  return {
    status,
    headers: {
      'content-type': typed ? MEDIA_TYPES.problem : 'application/json',
      'content-length': `${body.byteLength}`,
      ...headers,
    },
    body,
    delivery: 'whole',
  };
};
