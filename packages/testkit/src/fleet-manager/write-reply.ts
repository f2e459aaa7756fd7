import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Reply } from './reply.js';
import type { Sleep } from './to-response.js';

/** Puts a reply on the wire, in whatever way it is meant to go wrong. */
export const writeReply = async (
  { status, headers, body, delivery }: Reply,
  method: string,
  response: ServerResponse,
  sleep: Sleep,
): Promise<void> => {
  const { socket } = response;
  if (delivery === 'never' || socket === null) return;
  if (delivery === 'reset') return reset(socket);
  if (delivery === 'after early hints') response.writeEarlyHints({ link: '</api/v1/deployments>; rel=preload' });
  const endless = delivery === 'endless' || delivery === 'dripping';
  const kept = endless ? without(headers, 'content-length') : headers;
  response.writeHead(status, { ...kept });
  if (body === null || method === 'HEAD' || status === 304 || status === 204) return void response.end();
  response.flushHeaders();
  if (delivery === 'reset after header') return reset(socket);
  if (delivery === 'closed half-way') {
    response.write(body.slice(0, body.byteLength / 2));
    return void socket.end();
  }
  if (delivery === 'endless') return pour(body, response);
  if (delivery === 'dripping') return drip(body, response, sleep);
  response.write(body);
  // More was promised than there is: the end of the connection has to say so.
  if (Number(headers['content-length'] ?? body.byteLength) > body.byteLength) return void socket.end();
  response.end();
};

const reset = (socket: Socket): void => {
  const raw = socket as Socket & { resetAndDestroy?: () => void };
  try {
    raw.resetAndDestroy();
  } catch {
    socket.destroy();
  }
};

const without = (headers: Reply['headers'], name: string): Reply['headers'] =>
  Object.fromEntries(Object.entries(headers).filter(([one]) => one !== name));

const pour = async (body: Uint8Array, response: ServerResponse): Promise<void> => {
  const gone = new Promise((resolve) => response.on('error', resolve).once('close', resolve));
  while (!response.destroyed)
    if (!response.write(body)) await Promise.race([new Promise((resolve) => response.once('drain', resolve)), gone]);
};

const drip = async (body: Uint8Array, response: ServerResponse, sleep: Sleep): Promise<void> => {
  for (const byte of body) {
    if (response.destroyed) return;
    response.write(Uint8Array.of(byte));
    await sleep(1000);
  }
  response.end();
};
