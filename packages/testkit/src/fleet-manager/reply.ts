/** How an answer is put on the way. */
export type Delivery =
  | 'whole'
  /** 103 Early Hints comes before it. */
  | 'after early hints'
  /** No byte of it ever comes, and the connection stays open. */
  | 'never'
  /** The connection is reset before its first byte. */
  | 'reset'
  /** The connection is reset after the header. */
  | 'reset after header'
  /** The sending half of the connection is closed in the middle of the body. */
  | 'closed half-way'
  /** A byte a second, by the clock of the fake. */
  | 'dripping'
  /** The body never ends; it is made of the bytes over and over. */
  | 'endless';

/** An answer before it is sent, so that it can be spoilt. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array<ArrayBuffer> | null;
  readonly delivery: Delivery;
}

/** Takes a correct answer apart. */
export const replyOf = async (response: Response): Promise<Reply> => ({
  status: response.status,
  headers: Object.fromEntries(response.headers),
  body: response.body === null ? null : new Uint8Array(await response.arrayBuffer()),
  delivery: 'whole',
});

/** Header names are lower-case here, as `Headers` gives them. */
export const withHeaders = (reply: Reply, headers: Readonly<Record<string, string>>): Reply => ({
  ...reply,
  headers: { ...reply.headers, ...headers },
});

/** The same without some headers. */
export const withoutHeaders = (reply: Reply, names: readonly string[]): Reply => ({
  ...reply,
  headers: Object.fromEntries(Object.entries(reply.headers).filter(([name]) => !names.includes(name))),
});

/** Another body; its length is put right. */
export const withBody = (reply: Reply, body: Uint8Array<ArrayBuffer>): Reply => ({
  ...withHeaders(reply, { 'content-length': `${body.byteLength}` }),
  body,
});
