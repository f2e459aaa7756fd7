import { algorithmFacts } from './algorithms.js';
import type { HttpMessage } from './http-message.js';
import { knownComponents } from './known-components.js';
import { signatureBase } from './signature-base.js';
import { SignatureError } from './signature-error.js';
import type { Signer } from './signer.js';
import { serialiseBareItem, StructuredFieldError } from './structured-fields/index.js';

/** What is signed, by whom, and what is said about the signature; see {@link signMessage}. */
export interface SignMessageOptions {
  readonly signer: Signer;
  /** What the signature is called in both headers: letters in lower case, digits, `_`, `-`, `.` and `*`. */
  readonly label: string;
  /** What it covers: `@method`, `content-digest`, or with parameters `"content-digest";req`. */
  readonly components: readonly string[];
  /** When it was made; whole seconds are sent. */
  readonly created: Date;
  /** When it stops to be valid; left out unless given. */
  readonly expires?: Date | undefined;
  /** Sets it apart from every other one; left out unless given. */
  readonly nonce?: string | undefined;
  /** What it is made for; left out unless given. */
  readonly tag?: string | undefined;
  /** Whether to name the algorithm; the older profiles do not. Default: false. */
  readonly nameAlgorithm?: boolean | undefined;
}

/** The headers of a signed message. */
export interface SignatureFields {
  readonly 'Signature-Input': string;
  readonly Signature: string;
}

const encoder = new TextEncoder();
const LABEL = /^[a-z*][a-z0-9_.*-]*$/;

/**
 * Signs a message (RFC 9421 §3.1). The two headers have to be added to it, and nothing that is covered may change
 * afterwards. Ed25519 gives the same signature for the same message: two equal requests within a second then look like
 * one that was replayed, unless a `nonce` sets them apart.
 *
 * @param message - what is signed
 * @param options - what of it, and with which key
 * @returns the values of `Signature-Input` and `Signature`
 * @throws SignatureError `ERR_SIGNATURE_COMPONENT_INVALID` for a component that comes twice, that the message does not
 * have, or whose value is not one line of ASCII; `ERR_SIGNATURE_ALGORITHM_REFUSED` for an algorithm that is only
 * verified; `ERR_SIGNATURE_MALFORMED` for a label or parameter that cannot be written; `ERR_SIGNATURE_INVALID` when the
 * signer gave no signature of its algorithm; and what the signer throws
 *
 * @example
 * ```ts
 * import { generateKeyPairSync } from 'node:crypto';
 * import { signMessage } from '@margo-sdk/protocol/signatures';
 * import { signerFromKey } from '@margo-sdk/protocol/node';
 *
 * const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
 * const fields = await signMessage(
 *   { method: 'GET', targetUri: 'https://wfm.example/api/v1/clients/line-1/deployments', fields: () => [] },
 *   { signer: signerFromKey(privateKey), label: 'sig1', components: ['@method', '@target-uri'], created: new Date(0) },
 * );
 * console.log(fields['Signature-Input']); // sig1=("@method" "@target-uri");created=0;keyid="…"
 * ```
 */
export const signMessage = async (message: HttpMessage, options: SignMessageOptions): Promise<SignatureFields> => {
  const { signer, label } = options;
  const { signs, signatureBytes } = algorithmFacts(signer.algorithm);
  if (!signs)
    throw new SignatureError(
      'ERR_SIGNATURE_ALGORITHM_REFUSED',
      `Expected an algorithm to sign with, got ${signer.algorithm}, which is only verified.`,
      { hint: 'Sign with rsa-pss-sha512, or with a key on P-256.' },
    );
  const { components, covered } = knownComponents(options.components);
  if (!LABEL.test(label)) throw unwritable('The label is no key of a structured field.');
  const parameters = write(() => covered + parametersOf(options));
  const given = signer.sign(encoder.encode(signatureBase(message, components, parameters)));
  const signature = given instanceof Uint8Array ? given : await given;
  if (signature.byteLength === 0 || (signatureBytes !== null && signature.byteLength !== signatureBytes))
    throw new SignatureError(
      'ERR_SIGNATURE_INVALID',
      `Expected a signature of ${signatureBytes ?? 'some'} bytes from the signer, got ${signature.byteLength}.`,
      { hint: 'ECDSA signatures are both numbers in full length, one after the other, not DER.' },
    );
  return {
    'Signature-Input': `${label}=${parameters}`,
    Signature: `${label}=${serialiseBareItem({ type: 'bytes', value: signature })}`,
  };
};

/** What is said about the signature, in the order in which the older profiles have it. */
const parametersOf = (options: SignMessageOptions): string => {
  const { signer, created, expires, nonce, tag, nameAlgorithm = false } = options;
  let written = `;created=${seconds(created)}`;
  if (expires !== undefined) written += `;expires=${seconds(expires)}`;
  if (signer.keyId !== undefined) written += `;keyid=${string(signer.keyId)}`;
  if (nameAlgorithm) written += `;alg=${string(signer.algorithm)}`;
  if (nonce !== undefined) written += `;nonce=${string(nonce)}`;
  if (tag !== undefined) written += `;tag=${string(tag)}`;
  return written;
};

const seconds = (date: Date): string =>
  serialiseBareItem({ type: 'integer', value: Math.floor(date.getTime() / 1000) });
const string = (value: string): string => serialiseBareItem({ type: 'string', value });

/** What cannot be written is the caller's fault, and is not repeated. */
const write = <Result>(attempt: () => Result): Result => {
  try {
    return attempt();
  } catch (cause) {
    if (!(cause instanceof StructuredFieldError)) throw cause;
    throw unwritable(cause.message, cause);
  }
};

const unwritable = (why: string, cause?: unknown): SignatureError =>
  new SignatureError('ERR_SIGNATURE_MALFORMED', `A label or parameter cannot be sent: ${why}`, {
    cause,
    hint: 'Labels are short names in lower case; key ids, nonces and tags are printable ASCII.',
  });
