import { KeyObject, webcrypto } from 'node:crypto';
import { parseSpiffeId, type SignedProfile } from '@margo-sdk/protocol';
import { signerFromKey } from '@margo-sdk/protocol/node';
import {
  contentDigest,
  createSigningFetch,
  signMessage,
  type SignatureAlgorithm,
  type Signer,
} from '@margo-sdk/protocol/signatures';
import {
  acceptAnyCertificate,
  acceptAnyClient,
  createClientRegistry,
  createFleetManager,
  createMemoryClientStore,
  createMemoryStore,
  createSignatureGate,
  type ClientRegistryOptions,
  type GateRefusal,
  type HandlerAnswer,
  type HandlerRequest,
  type SignatureGateOptions,
} from '../../src/index.js';
import { createAuthority } from '../../../testkit/src/issuer/authority.js';
import { signX509Svid } from '../../../testkit/src/issuer/x509-svid.js';

export const ORIGIN = 'https://wfm.example.com';
export const NAMESPACE = parseSpiffeId('spiffe://factory.example/margo/wfm/line-1');
/** 2026-03-01T00:00:00Z, in milliseconds. */
export const NOW = Date.UTC(2026, 2, 1);

const KEYS = {
  'P-256': { name: 'ECDSA', namedCurve: 'P-256' },
  'P-384': { name: 'ECDSA', namedCurve: 'P-384' },
  Ed25519: { name: 'Ed25519' },
  RSA: {
    name: 'RSASSA-PKCS1-v1_5',
    modulusLength: 2048,
    publicExponent: new Uint8Array([1, 0, 1]),
    hash: 'SHA-256',
  },
  'RSA-1024': {
    name: 'RSASSA-PKCS1-v1_5',
    modulusLength: 1024,
    publicExponent: new Uint8Array([1, 0, 1]),
    hash: 'SHA-256',
  },
  'P-521': { name: 'ECDSA', namedCurve: 'P-521' },
} as const;

export type KeyKind = keyof typeof KEYS;

export const validity = { notBefore: new Date(NOW - 86_400_000), notAfter: new Date(NOW + 86_400_000) };
export const authority = await createAuthority('root', 'factory.example', validity);
export const rootPem = authority.pem.certificate;

const pairs = new Map<string, webcrypto.CryptoKeyPair>();
/** Keys are made once for each name: RSA ones are slow. */
const keysOf = async (kind: KeyKind, name: string): Promise<webcrypto.CryptoKeyPair> => {
  const id = `${kind} ${name}`;
  const known = pairs.get(id);
  if (known !== undefined) return known;
  const made = (await webcrypto.subtle.generateKey(KEYS[kind], true, ['sign', 'verify'])) as webcrypto.CryptoKeyPair;
  pairs.set(id, made);
  return made;
};

export interface Device {
  readonly certificate: string;
  readonly privateKey: KeyObject;
  readonly signer: Signer;
}

export interface DeviceOptions {
  readonly kind?: KeyKind;
  readonly algorithm?: SignatureAlgorithm;
  readonly dates?: typeof validity;
  /** Who signs the certificate. */
  readonly by?: typeof authority.signer;
}

/** A device with a key and a certificate; the same name has the same key, and another certificate each time. */
export const createDevice = async (
  name = 'a',
  { kind = 'P-256', algorithm, dates = validity, by = authority.signer }: DeviceOptions = {},
): Promise<Device> => {
  const keys = await keysOf(kind, name);
  const certificate = await signX509Svid(
    { commonName: name, publicKey: keys.publicKey, validity: dates, isCa: false, uriNames: [] },
    by,
  );
  const privateKey = KeyObject.from(keys.privateKey);
  const signs = kind !== 'RSA-1024' && kind !== 'P-521';
  const signer = signs
    ? signerFromKey(privateKey, algorithm === undefined ? {} : { algorithm })
    : { algorithm: 'rsa-pss-sha512' as const, sign: () => new Uint8Array(128) };
  return { certificate: `${certificate.toString('pem')}\n`, privateKey, signer };
};

/** Base64 of PEM, as the reference client sends it. */
export const asSent = (certificate: string): string => Buffer.from(certificate).toString('base64');

export const ONBOARDING = '/api/v1/onboarding';
export const pathsOf = (clientId: string) => ({
  manifest: `/api/v1/clients/${clientId}/deployments`,
  capabilities: `/api/v1/clients/${clientId}/capabilities/gw`,
  status: `/api/v1/clients/${clientId}/deployments/7c1ff6c5-8ae4-4b2f-a8f2-2b2d8d8b3b11/status`,
});

export interface Setting {
  readonly registry?: Partial<ClientRegistryOptions>;
  readonly gate?: Partial<SignatureGateOptions>;
}

/** A gate in memory, a clock to set, and all that was refused. */
export const createGate = (setting: Setting = {}) => {
  const clock = { now: NOW };
  const now = () => clock.now;
  const refused: { code: string; request: string; clientId?: string }[] = [];
  const seen: string[] = [];
  const registry = createClientRegistry({
    store: createMemoryClientStore(),
    fleetManager: NAMESPACE,
    acceptCertificate: acceptAnyCertificate,
    now,
    ...setting.registry,
  });
  const manager = createFleetManager({
    profile: 'rc2-signed',
    store: createMemoryStore(),
    acceptClient: acceptAnyClient,
    now,
    onError: (error) => {
      throw error;
    },
  });
  const gate = createSignatureGate({
    manager: {
      profile: manager.profile,
      answer: (request, caller) => {
        seen.push(caller);
        return manager.answer(request, caller);
      },
    },
    registry,
    origin: ORIGIN,
    now,
    onRefused: (error: GateRefusal, where) => refused.push({ code: error.code, ...where }),
    onError: (error) => {
      throw error;
    },
    ...setting.gate,
  });
  /** What a device sends from here on: signed, at the time of the clock. */
  const fetchAs = ({ signer }: Device, profile: SignedProfile = 'rc2-signed') =>
    createSigningFetch({ fetch: (request) => gate.fetch(request), signer, profile, now });
  const onboard = async (device: Device, certificate = asSent(device.certificate)) => {
    const body = { apiVersion: 'onboarding.margo.org/v1alpha1', kind: 'OnboardingRequest', certificate };
    return fetchAs(device)(jsonRequest('POST', ONBOARDING, body));
  };
  /** The id of a device that was let in. */
  const admitted = async (device: Device): Promise<string> => {
    const response = await onboard(device);
    if (response.status !== 201) throw new Error(await response.text());
    return ((await response.json()) as { clientId: string }).clientId;
  };
  return { ...gate, manager, registry, clock, refused, seen, fetchAs, onboard, admitted };
};

export const jsonRequest = (method: string, path: string, body: unknown): Request =>
  new Request(`${ORIGIN}${path}`, {
    method,
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });

/** A message that was sent, as plain data that a test can spoil. */
export interface Sent {
  method: string;
  target: string;
  headers: Record<string, string>;
  body: string;
}

export interface SignOptions {
  readonly components?: readonly string[];
  readonly created?: number;
  readonly label?: string;
  readonly origin?: string;
  readonly nameAlgorithm?: boolean;
  readonly expires?: number;
}

/** A signed message; with a body it has a digest, which is covered. */
export const sign = async (
  signer: Signer,
  message: Pick<Sent, 'method' | 'target'> & Partial<Sent>,
  options: SignOptions = {},
): Promise<Sent> => {
  const { method, target, headers = {}, body = '' } = message;
  const bytes = new TextEncoder().encode(body);
  const own: Record<string, string> = { ...(body !== '' && { 'content-type': 'application/json' }), ...headers };
  if (body !== '' && own['content-digest'] === undefined) own['content-digest'] = await contentDigest(bytes);
  const usual = ['@method', '@target-uri', ...(body === '' ? [] : ['content-digest'])];
  const { components = usual, created = NOW, label = 'sig1', origin = ORIGIN, nameAlgorithm, expires } = options;
  const signed = await signMessage(
    {
      method,
      targetUri: `${origin}${target}`,
      fields: (name) => (own[name] === undefined ? [] : [own[name]]),
    },
    {
      signer,
      label,
      components,
      created: new Date(created),
      nameAlgorithm,
      expires: expires === undefined ? undefined : new Date(expires),
      ...(signer.algorithm === 'ed25519' && { nonce: crypto.randomUUID() }),
    },
  );
  const fields = { 'signature-input': signed['Signature-Input'], signature: signed.Signature };
  return { method, target, headers: { ...own, ...fields }, body };
};

/** The message as a handler gets it. */
export const received = ({ method, target, headers, body }: Sent): HandlerRequest => ({
  method,
  target,
  header: (name) => headers[name] ?? null,
  body: async (maxBytes) => {
    const bytes = new TextEncoder().encode(body);
    return bytes.byteLength > maxBytes ? undefined : bytes;
  },
});

/** Status and body of an answer. */
export const read = ({ status, body }: HandlerAnswer): { status: number; error?: string; code?: string } => ({
  status,
  ...(body !== null && (JSON.parse(new TextDecoder().decode(body)) as object)),
});
