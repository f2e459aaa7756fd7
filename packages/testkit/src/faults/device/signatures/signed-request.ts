import { createHash, sign, type KeyObject } from 'node:crypto';

/** A request as it is sent; one header may be there several times. */
export interface SentRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body?: string;
}

/** What is signed, and how. Values are put in as they are, right or wrong. */
export interface SignatureDraft {
  readonly method: string;
  readonly url: string;
  readonly body?: string;
  readonly key: KeyObject;
  readonly label: string;
  /** Identifiers as they stand in the list, with their parameters. */
  readonly components: readonly string[];
  /** What follows the list: `;created=…;keyid="…"`. */
  readonly parameters: string;
  /** `Content-Digest`; null for none. */
  readonly digest: string | null;
}

/**
 * Signs a request by RFC 9421 §2.5, as far as this interface needs it. It is put together here once more and by hand: what
 * is tested with it must not be what makes it.
 */
export const signed = (draft: SignatureDraft): SentRequest => {
  const { method, url, body, label, digest } = draft;
  return {
    method,
    url,
    headers: [
      ...(body === undefined ? [] : [['content-type', 'application/json'] as const]),
      ...(digest === null ? [] : [['content-digest', digest] as const]),
      ['signature-input', `${label}=${inputOf(draft)}`],
      ['signature', `${label}=:${signatureOf(draft).toString('base64')}:`],
    ],
    ...(body !== undefined && { body }),
  };
};

/** The bytes of the signature alone. */
export const signatureOf = (draft: SignatureDraft): Buffer =>
  sign(hashOf(draft.key), Buffer.from(baseOf(draft)), { key: draft.key, dsaEncoding: 'ieee-p1363' });

/** What stands in `Signature-Input` after the label. */
export const inputOf = ({ components, parameters }: SignatureDraft): string => `(${components.join(' ')})${parameters}`;

const baseOf = (draft: SignatureDraft): string =>
  [
    ...draft.components.map((component) => `${component}: ${valueOf(draft, component)}`),
    `"@signature-params": ${inputOf(draft)}`,
  ].join('\n');

/** Value of a component; its parameters change nothing about those that are used here. */
const valueOf = ({ method, url, digest }: SignatureDraft, component: string): string => {
  const values: Readonly<Record<string, string>> = {
    '"@method"': method,
    '"@target-uri"': url,
    '"@authority"': URL.canParse(url) ? new URL(url).host : '',
    '"content-digest"': digest ?? '',
  };
  return values[component.replace(/;.*$/, '').toLowerCase()] ?? '';
};

/** The one hash that each kind of key is used with. */
const hashOf = ({ asymmetricKeyDetails, asymmetricKeyType }: KeyObject): string | null => {
  if (asymmetricKeyType === 'ed25519') return null;
  return asymmetricKeyDetails?.namedCurve === 'secp384r1' ? 'sha384' : 'sha256';
};

/** `Content-Digest` of a body (LG-06). */
export const digestOf = (body: string, algorithm = 'sha-256'): string =>
  `${algorithm}=:${createHash(algorithm.replace('-', '')).update(body).digest('base64')}:`;

/** Takes a header out and puts another value in; null for none. */
export const withHeader = (request: SentRequest, name: string, value: string | null): SentRequest => ({
  ...request,
  headers: [...request.headers.filter(([one]) => one !== name), ...(value === null ? [] : [[name, value] as const])],
});

/** Value of a header. */
export const headerOf = ({ headers }: SentRequest, name: string): string =>
  headers.find(([one]) => one === name)?.[1] ?? '';
