/** What one request needs besides its path. */
export interface RequestOptions {
  readonly signal: AbortSignal;
}

/** What a report is sent with. */
export interface ReportOptions extends RequestOptions {
  /** JSON text, sent as it is. */
  readonly body: string;
}

/**
 * Sends the requests of one contract, each typed by what was generated from it. An answer is handed on as it came, and
 * the client's own value of the path is filled in.
 */
export interface ContractRequests {
  getStateManifest(
    this: void,
    header: { readonly Accept: string; readonly 'If-None-Match'?: string },
    options: RequestOptions,
  ): Promise<Response>;
  getDeployment(
    this: void,
    path: { readonly deploymentId: string; readonly digest: string },
    options: RequestOptions,
  ): Promise<Response>;
  getBundle(this: void, path: { readonly digest: string }, options: RequestOptions): Promise<Response>;
  /** The first word about a device. */
  firstCapabilities(this: void, path: { readonly deviceId: string }, options: ReportOptions): Promise<Response>;
  /** Every further word about it. */
  putCapabilities(this: void, path: { readonly deviceId: string }, options: ReportOptions): Promise<Response>;
  /** Absent where a device cannot be taken away. */
  readonly deleteCapabilities?: (path: { readonly deviceId: string }, options: RequestOptions) => Promise<Response>;
  postDeploymentStatus(this: void, path: { readonly deploymentId: string }, options: ReportOptions): Promise<Response>;
}

/**
 * Of what the library gives back only `response` counts: it takes an empty 304 for an error. This keeps its hands off
 * the body.
 */
export const parseAs = 'stream';

/** The contract types a body as a document; ours is that document's text already, and is sent as it is. */
export const asWritten = <Document>(text: string): Document => text as unknown as Document;
