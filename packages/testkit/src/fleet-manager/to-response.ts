import type { ManualClock } from '../in-process/index.js';
import type { Reply } from './reply.js';

/** What a drip waits with. */
export type Sleep = ManualClock['sleep'];

const NULL_BODY = [101, 204, 205, 304];

/**
 * What a `fetch` gives to whoever gets such a reply over a network: content coding is undone, lengths are held to, and
 * what breaks there breaks here.
 */
export const toResponse = async (reply: Reply, signal: AbortSignal, sleep: Sleep): Promise<Response> => {
  if (reply.delivery === 'never') return untilAborted(signal);
  if (reply.delivery === 'reset') throw broken();
  const headers = new Headers(reply.headers);
  // As much as `maxHeaderBytes` of a mutual-TLS `fetch` lets through.
  if (JSON.stringify(reply.headers).length > 16 * 1024) throw broken();
  if (reply.body === null || NULL_BODY.includes(reply.status))
    return new Response(null, { status: reply.status, headers });
  const body = bodyOf(reply, signal, sleep);
  if (headers.get('content-encoding') !== 'gzip') return new Response(body, { status: reply.status, headers });
  for (const name of ['content-encoding', 'content-length']) headers.delete(name);
  return new Response(body.pipeThrough(new DecompressionStream('gzip')), { status: reply.status, headers });
};

const broken = (): TypeError => new TypeError('fetch failed', { cause: new Error('ECONNRESET') });

const untilAborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    const give = (): void => reject(signal.reason as Error);
    if (signal.aborted) give();
    else signal.addEventListener('abort', give, { once: true });
  });

const bodyOf = (
  { headers, body, delivery }: Reply,
  signal: AbortSignal,
  sleep: Sleep,
): ReadableStream<Uint8Array<ArrayBuffer>> => {
  const bytes = body ?? new Uint8Array();
  const promised = Number(headers['content-length'] ?? bytes.byteLength);
  const pieces = piecesOf(bytes.slice(0, promised), delivery, async () => sleep(1000, signal));
  return new ReadableStream({
    pull: async (controller) => {
      const next = await pieces.next();
      if (!next.done) controller.enqueue(next.value);
      else if (next.value === 'broken' || promised > bytes.byteLength) controller.error(broken());
      else controller.close();
    },
    cancel: async () => void (await pieces.return('whole')),
  });
};

/** The body as it comes in; at the end, whether it was all. */
async function* piecesOf(
  bytes: Uint8Array<ArrayBuffer>,
  delivery: Reply['delivery'],
  pause: () => Promise<void>,
): AsyncGenerator<Uint8Array<ArrayBuffer>, 'whole' | 'broken', undefined> {
  if (delivery === 'reset after header') return 'broken';
  if (delivery === 'closed half-way') {
    yield bytes.slice(0, bytes.byteLength / 2);
    return 'broken';
  }
  if (delivery === 'dripping') {
    for (const byte of bytes) {
      yield Uint8Array.of(byte);
      await pause();
    }
    return 'whole';
  }
  const chunk = delivery === 'endless' ? bytes.slice() : bytes;
  for (;;) {
    if (chunk.byteLength > 0) yield chunk;
    if (delivery !== 'endless') return 'whole';
  }
}
