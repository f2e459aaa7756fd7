import {
  createWorkloadManagementClient,
  type MutualTlsClientOptions,
  type SignedClientOptions,
} from '@margo-sdk/protocol/client';

/** One request as the other side saw it. */
export interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly redirect: string;
}

type ObservedOptions =
  Partial<MutualTlsClientOptions> | (Partial<SignedClientOptions> & Pick<SignedClientOptions, 'profile' | 'clientId'>);

/** A client whose network is the given handler; nothing else is replaced. */
export const observedClient = (
  handler: (request: Request) => Response | Promise<Response>,
  options: ObservedOptions = {},
) => {
  const seen: Seen[] = [];
  const client = createWorkloadManagementClient({
    baseUrl: 'https://wfm.example.com',
    fetch: async (request) => {
      const { method, url, redirect } = request;
      const headers = Object.fromEntries(request.headers);
      seen.push({ method, url, headers, redirect, body: await request.clone().text() });
      return handler(request);
    },
    ...options,
  });
  return { client, seen };
};

/** A body that arrives in pieces and counts how many were asked for. */
export const inPieces = (piece: Uint8Array, count: number) => {
  const pulled = { pieces: 0, cancelled: false };
  const body = new ReadableStream<Uint8Array>(
    {
      pull: (controller) => {
        if (pulled.pieces === count) return controller.close();
        pulled.pieces += 1;
        controller.enqueue(piece);
      },
      cancel: () => {
        pulled.cancelled = true;
      },
    },
    { highWaterMark: 0 },
  );
  return { body, pulled };
};

/** What a promise is rejected with. */
export const failureOf = async (promise: Promise<unknown>): Promise<unknown> => {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('Expected a failure.');
};
