/** A request, as far as signatures see it. */
export interface HttpRequestMessage {
  /** In capitals, as it is sent. */
  readonly method: string;
  /**
   * The whole address that the client asked for, without a fragment: `https://wfm.example/api/v1/onboarding`. Behind a
   * proxy it is not the one that the server sees, and has to be put together from the configured one (M-57).
   */
  readonly targetUri: string;
  /** The lines of a header field in the order in which they came; none where there is no such field. Asked in lower case. */
  fields(this: void, name: string): readonly string[];
  /** The lines of a trailer field, where the message has trailers. Asked in lower case. */
  readonly trailers?: ((this: void, name: string) => readonly string[]) | undefined;
}

/** A response, as far as signatures see it. */
export interface HttpResponseMessage {
  readonly status: number;
  /** The lines of a header field in the order in which they came; none where there is no such field. Asked in lower case. */
  fields(this: void, name: string): readonly string[];
  /** The lines of a trailer field, where the message has trailers. Asked in lower case. */
  readonly trailers?: ((this: void, name: string) => readonly string[]) | undefined;
  /** The request that it answers, for components that are bound to it (RFC 9421 §2.4). */
  readonly request?: HttpRequestMessage | undefined;
}

/** What is signed. */
export type HttpMessage = HttpRequestMessage | HttpResponseMessage;

/** Tells a request from a response. */
export const isRequestMessage = (message: HttpMessage): message is HttpRequestMessage => 'method' in message;

/** Gives the lines of a field of platform headers: they come joined, save cookies. */
export const fieldsOf =
  (headers: Pick<Headers, 'get'>) =>
  (name: string): readonly string[] => {
    const value = headers.get(name);
    return value === null ? [] : [value];
  };
