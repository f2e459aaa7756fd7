/** A request as a handler sees it: plain data, so that any server can hand one in without making a web `Request`. */
export interface HandlerRequest {
  /** As it was sent, for example `GET`. */
  readonly method: string;
  /** Target of the request line as it was sent: path and query, nothing decoded and nothing folded away (M-52). */
  readonly target: string;
  /** Value of a header, whose name is given in lower case; `null` when the request does not have it. */
  header(name: string): string | null;
  /**
   * Reads the body, once.
   *
   * @param maxBytes - the most to take
   * @returns the bytes; `undefined` when there are more
   * @throws whatever the body breaks off with
   */
  body(maxBytes: number): Promise<Uint8Array | undefined>;
}

/** What a handler answers. */
export interface HandlerAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** `null`: there is none. */
  readonly body: Uint8Array | null;
}
