import type { Deadline } from './deadline.js';
import { sendWith, type Fetch, type SendOptions } from './send.js';

/** Where the requests of a client go that always asks for the same; taken apart once. */
export interface LeanTarget {
  readonly url: string;
  /** A name or an address, without brackets. */
  readonly host: string;
  readonly port: number;
  readonly path: string;
}

const leanTarget = (url: string): LeanTarget => {
  const { hostname, port, pathname } = new URL(url);
  const host = hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
  return { url, host, port: port === '' ? 443 : Number(port), path: pathname };
};

/**
 * A GET on the short way between a client and a transport that are both ours. A web `Request` with a signal, and what
 * the platform does for it, costs as much as a whole exchange over a connection that is open; a device that polls and
 * finds nothing new does this all day.
 */
export class LeanRequest {
  readonly method = 'GET';
  readonly target: LeanTarget;
  readonly headers: Readonly<Record<string, string>>;
  readonly deadline: Deadline;

  constructor(target: LeanTarget, headers: Readonly<Record<string, string>>, deadline: Deadline) {
    this.target = target;
    this.headers = headers;
    this.deadline = deadline;
  }

  get url(): string {
    return this.target.url;
  }

  get signal(): AbortSignal {
    return this.deadline.signal;
  }
}

/** What clients of ours read of an answer without a body; one with a body is a `Response`. */
export interface LeanAnswer extends Pick<Response, 'status' | 'ok' | 'type'> {
  readonly headers: Pick<Headers, 'get'>;
  readonly body: null;
}

/** Sends a lean request, and follows no redirect. */
export type LeanExchange = (request: LeanRequest) => Promise<LeanAnswer | Response>;

/** Registered, because client and transport may have been loaded from different bundles. */
const EXCHANGE = Symbol.for('@margo-sdk/protocol/lean-exchange');

/** Shows clients of ours the short way of a `fetch`. Whoever wraps the function gets ordinary requests. */
export const withLeanExchange = (fetch: Fetch, exchange: LeanExchange): Fetch =>
  Object.defineProperty(fetch, EXCHANGE, { value: exchange });

/** A poll on the short way; nothing when the `fetch` has none. */
export const leanPollWith = (
  { fetch, ...limits }: SendOptions,
  url: string,
): ((headers: Readonly<Record<string, string>>, deadline: Deadline) => Promise<Response>) | undefined => {
  if (!Object.hasOwn(fetch, EXCHANGE)) return undefined;
  const exchange = (fetch as Fetch & { readonly [EXCHANGE]: Fetch })[EXCHANGE];
  const send = sendWith({ fetch: exchange, ...limits });
  const target = leanTarget(url);
  // Both are read like the platform's, as far as they are read at all.
  return (headers, deadline) => send(new LeanRequest(target, headers, deadline) as unknown as Request);
};
