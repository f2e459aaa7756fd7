import { TransportError } from '../errors.js';

type Named = Pick<Request, 'method' | 'url'>;

/** For messages; without the query, which may hold what is nobody's business. */
export const nameOf = ({ method, url }: Named): string => {
  const { origin, pathname } = new URL(url);
  return `${method} ${origin}${pathname}`;
};

export const idleTooLong = (request: Named, idleTimeoutMs: number): TransportError =>
  new TransportError('ERR_TIMEOUT', `${nameOf(request)}: no byte came or went for ${idleTimeoutMs} ms.`, {
    hint: 'Try again, or raise idleTimeoutMs where the connection is slow.',
  });

export const networkFailure = (request: Named, cause: unknown): TransportError =>
  new TransportError(
    'ERR_NETWORK',
    `${nameOf(request)} got no answer: ${cause instanceof Error ? cause.message : String(cause)}`,
    {
      cause,
      hint: 'Check the address and the network, and whether the fleet manager accepts this certificate.',
    },
  );
