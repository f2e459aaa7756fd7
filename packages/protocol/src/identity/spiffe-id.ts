import { MargoError, type Branded } from '@margo-sdk/spec-model';

/** A well-formed SPIFFE id, for example `spiffe://factory.example/margo/wfm/line-1`. */
export type SpiffeId = Branded<'SpiffeId'>;

/** What a Margo identity says about its holder (WFM identity profile). */
export type MargoIdentity =
  | { readonly role: 'fleet-manager'; readonly trustDomain: string; readonly wfmId: string }
  | { readonly role: 'client'; readonly trustDomain: string; readonly wfmId: string; readonly clientId: string };

/** Role of a Margo identity. */
export type MargoRole = MargoIdentity['role'];

/** SPIFFE-ID §2: ASCII only, so characters are bytes. */
const MAX_ID_LENGTH = 2048;
const MAX_TRUST_DOMAIN_LENGTH = 255;
const SCHEME = 'spiffe://';
const TRUST_DOMAIN = /^[a-z0-9._-]+$/;
const MARGO_ID = /^spiffe:\/\/([^/]+)\/margo\/wfm\/([^/]+)(?:\/client\/([^/]+))?$/;
const SEGMENT = /^[A-Za-z0-9._-]+$/;

/**
 * Takes a string as a SPIFFE id and checks the generic rules: scheme, lower-case trust domain without user, port,
 * query or fragment, no empty or dot segment, no percent-encoding, at most 2048 bytes (SPIFFE-ID §2).
 * The path may be absent: such an id names the trust domain itself.
 *
 * @throws MargoError `ERR_SPIFFE_ID_INVALID`
 *
 * @example
 * ```ts
 * import { margoIdentityOf, parseSpiffeId } from '@margo-sdk/protocol';
 *
 * const id = parseSpiffeId('spiffe://factory.example/margo/wfm/line-1/client/press-7');
 * console.log(margoIdentityOf(id)?.role); // client
 * ```
 */
export const parseSpiffeId = (text: string): SpiffeId => {
  const [trustDomain = '', ...path] = text.startsWith(SCHEME) ? text.slice(SCHEME.length).split('/') : [];
  const valid =
    text.length <= MAX_ID_LENGTH &&
    trustDomain.length <= MAX_TRUST_DOMAIN_LENGTH &&
    TRUST_DOMAIN.test(trustDomain) &&
    path.every(isSegment);
  if (!valid)
    throw new MargoError('ERR_SPIFFE_ID_INVALID', `Not a valid SPIFFE id: ${JSON.stringify(text.slice(0, 200))}`, {
      hint: 'Write spiffe://<trust-domain>/<path>: a lower-case domain, then segments of letters, digits and . _ -',
    });
  return text as SpiffeId;
};

/**
 * The trust domain that an id belongs to.
 *
 * @example
 * ```ts
 * import { parseSpiffeId, trustDomainOf } from '@margo-sdk/protocol';
 *
 * const id = parseSpiffeId('spiffe://plant.example/margo/wfm/line-1/client/press-7');
 * console.log(trustDomainOf(id)); // plant.example
 * ```
 */
export const trustDomainOf = (id: SpiffeId): string => id.slice(SCHEME.length).split('/', 1)[0] ?? '';

/** Tells whether an id has a path; one without names the trust domain and never a workload (SV-20). */
export const hasPath = (id: SpiffeId): boolean => id.includes('/', SCHEME.length);

/**
 * Reads an id that has one of the two Margo forms, `…/margo/wfm/<wfm-id>` or `…/margo/wfm/<wfm-id>/client/<client-id>`.
 *
 * @returns `undefined` when the id is somebody else's: a member of the trust domain, but no party of this interface
 *
 * @example
 * ```ts
 * import { margoIdentityOf, parseSpiffeId } from '@margo-sdk/protocol';
 *
 * const id = parseSpiffeId('spiffe://plant.example/margo/wfm/line-1/client/press-7');
 * console.log(margoIdentityOf(id)?.role); // client
 * ```
 */
export const margoIdentityOf = (id: SpiffeId): MargoIdentity | undefined => {
  const [, trustDomain, wfmId, clientId] = MARGO_ID.exec(id) ?? [];
  if (trustDomain === undefined || wfmId === undefined) return undefined;
  return clientId === undefined
    ? { role: 'fleet-manager', trustDomain, wfmId }
    : { role: 'client', trustDomain, wfmId, clientId };
};

/**
 * Writes the id of a Margo identity; the inverse of {@link margoIdentityOf}.
 *
 * @throws MargoError `ERR_SPIFFE_ID_INVALID` when a part holds a character that ids cannot (WP-01, WP-08)
 *
 * @example
 * ```ts
 * import { spiffeIdOf } from '@margo-sdk/protocol';
 *
 * console.log(spiffeIdOf({ role: 'fleet-manager', trustDomain: 'factory.example', wfmId: 'line-1' }));
 * ```
 */
export const spiffeIdOf = (identity: MargoIdentity): SpiffeId => {
  const { trustDomain, wfmId } = identity;
  const parts = identity.role === 'client' ? [wfmId, 'client', identity.clientId] : [wfmId];
  // A slash inside a part would pass as two segments and name somebody else.
  const wrong = [trustDomain, ...parts].find((part) => !isSegment(part));
  if (wrong !== undefined)
    throw new MargoError('ERR_SPIFFE_ID_INVALID', `Not a part of a SPIFFE id: ${JSON.stringify(wrong.slice(0, 200))}`, {
      hint: 'Use letters, digits and . _ - in each part; . and .. alone are not allowed.',
    });
  return parseSpiffeId(`${SCHEME}${trustDomain}/margo/wfm/${parts.join('/')}`);
};

/**
 * The fleet manager in whose namespace an id lives; a fleet manager's id gives itself. This, and never configuration,
 * tells a device whom to expect at the other end (WP-14).
 *
 * @throws MargoError `ERR_SPIFFE_ID_INVALID` when the id has no Margo form
 *
 * @example
 * ```ts
 * import { fleetManagerIdOf, parseSpiffeId } from '@margo-sdk/protocol';
 *
 * const id = parseSpiffeId('spiffe://plant.example/margo/wfm/line-1/client/press-7');
 * console.log(fleetManagerIdOf(id)); // spiffe://plant.example/margo/wfm/line-1
 * ```
 */
export const fleetManagerIdOf = (id: SpiffeId): SpiffeId => {
  const identity = margoIdentityOf(id);
  if (identity === undefined)
    throw new MargoError('ERR_SPIFFE_ID_INVALID', `Expected the id of a Margo client or fleet manager, got ${id}.`, {
      hint: 'Have the certificate issued for spiffe://<trust-domain>/margo/wfm/<wfm-id>/client/<client-id>.',
    });
  return spiffeIdOf({ role: 'fleet-manager', trustDomain: identity.trustDomain, wfmId: identity.wfmId });
};

const isSegment = (text: string): boolean => SEGMENT.test(text) && text !== '.' && text !== '..';
