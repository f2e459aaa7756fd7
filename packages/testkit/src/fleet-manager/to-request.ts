import type { IncomingMessage } from 'node:http';

const ORIGIN = 'https://fleet-manager.invalid';

/**
 * A message of `node:http` as a `Request`, its body whole.
 *
 * @returns undefined for a path that a parser of URLs would turn into another one (M-52), and for a method that a
 *   `Request` cannot have
 */
export const toRequest = async (message: IncomingMessage): Promise<Request | undefined> => {
  const { method = '', url = '', rawHeaders } = message;
  if (!url.startsWith('/') || !URL.canParse(ORIGIN + url) || new URL(ORIGIN + url).href !== ORIGIN + url)
    return undefined;
  if (['CONNECT', 'TRACE', 'TRACK'].includes(method)) return undefined;
  const headers = new Headers();
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) headers.append(rawHeaders[at] ?? '', rawHeaders[at + 1] ?? '');
  const bodiless = method === 'GET' || method === 'HEAD';
  const chunks: Uint8Array[] = [];
  for await (const chunk of message) chunks.push(chunk as Uint8Array);
  return new Request(ORIGIN + url, { method, headers, ...(!bodiless && { body: Buffer.concat(chunks) }) });
};
