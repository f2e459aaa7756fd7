import { inspect } from 'node:util';
import { MargoError } from '@margo-sdk/spec-model';
import { LONGEST_TIMER_MS } from '../../client/deadline.js';
import { createTrustBundleClient } from '../../client/trust-bundle-client.js';
import type { ParsedTrustBundle } from '../../identity/trust-bundle.js';
import { acceptBundle } from './accept-bundle.js';
import { createBundleCache } from './bundle-cache.js';
import { createBundleHolder, type TrustRefresh } from './bundle-holder.js';
import { createBundleLocator } from './locate-bundle.js';
import { TRUST_SOURCE_DEFAULTS, systemClock, type TrustSourceEvent, type TrustSourceOptions } from './options.js';
import { readServiceProof } from './service-proof.js';
import { createServiceFetch } from './service-fetch.js';

/** The trust bundle of a trust domain, kept up to date; see {@link createTrustSource}. */
export interface TrustSource {
  /** The bundle in force. There always is one. */
  readonly bundle: ParsedTrustBundle;
  /**
   * Calls a function with each bundle that comes into force after now, all of it: it replaces the one before (TB-14).
   *
   * @returns what ends it
   */
  subscribe(this: void, subscriber: (bundle: ParsedTrustBundle) => void): () => void;
  /**
   * Fetches the bundle now; a refresh under way counts. Throws what kept it from coming, and leaves the one in force then
   * (TB-13): `ERR_IDENTITY_SERVICE_REFUSED`, `ERR_TRUST_BUNDLE_INVALID`, `ERR_TRUST_BUNDLE_OLDER`,
   * `ERR_DISCOVERY_DOCUMENT_INVALID`, `ERR_TRUST_DOMAIN_MISMATCH`, `ERR_BUNDLE_ORIGIN_REFUSED`, or what a
   * `TrustBundleClient` throws.
   */
  refresh(this: void): Promise<TrustRefresh>;
  /** Ends the refreshing; the bundle in force stays readable. */
  close(this: void): void;
}

/**
 * Fetches a trust bundle from the identity service and keeps it up to date: after `spiffe_refresh_hint` seconds or
 * `refreshIntervalMs` (TB-15), whatever HTTP caches say (TB-16). Each connection is proved by what `authenticate` names,
 * never by the bundle itself (TLS-16), and nobody is trusted because he was there first (TLS-11).
 *
 * It begins with a fetch. When that fails the bundle in `cacheFile` comes into force, however old it is; without a usable
 * one nobody is trusted, and the promise is rejected (TB-12).
 *
 * @throws MargoError `ERR_TRUST_SOURCE_INVALID`: the options make no sense, such as no anchors and no pins
 * @throws MargoError `ERR_TRUST_BUNDLE_UNAVAILABLE`: none came, and none was kept; the cause says why
 *
 * @example
 * ```ts
 * import { createTrustSource } from '@margo-sdk/protocol/node';
 * import { createDevelopmentIssuer, createFakeIdentityService } from '@margo-sdk/testkit';
 *
 * const issuer = await createDevelopmentIssuer({ trustDomain: 'factory.example' });
 * const service = await createFakeIdentityService({ issuer }); // yours is elsewhere
 * const source = await createTrustSource({
 *   trustDomain: 'factory.example',
 *   discoveryUrl: service.discoveryUrl,
 *   authenticate: { anchors: [service.initialAnchor] },
 *   onEvent: (event) => console.warn(event.type),
 * });
 * console.log(source.bundle.anchors.length); // 1
 * source.close();
 * await service.close();
 * ```
 */
export const createTrustSource = async (options: TrustSourceOptions): Promise<TrustSource> => {
  const {
    trustDomain,
    authenticate,
    bundleOrigins = [],
    cacheFile,
    cacheKey,
    refreshIntervalMs,
    retryIntervalMs,
    timeoutMs,
    maxBytes,
    fallingSequence,
    dangerouslyAllowTls12 = false,
    clock = systemClock,
    random = Math.random,
  } = { ...TRUST_SOURCE_DEFAULTS, ...options };
  const tell = eventTeller(options.onEvent);
  const client = createTrustBundleClient({
    fetch: createServiceFetch({
      known: readServiceProof(authenticate),
      now: () => clock.now(),
      timeoutMs,
      dangerouslyAllowTls12,
    }),
    timeoutMs,
    maxBytes,
    now: () => clock.now(),
  });
  const address = oneAddress(options);
  const locate =
    address.kind === 'bundle'
      ? () => Promise.resolve(address.url)
      : createBundleLocator({ client, discoveryUrl: address.url, trustDomain, bundleOrigins });
  const cache =
    cacheFile === undefined
      ? undefined
      : createBundleCache({ path: cacheFile, trustDomain, maxBytes, ...(cacheKey !== undefined && { key: cacheKey }) });
  const subscribers = new Set<(bundle: ParsedTrustBundle) => void>();
  const closing = new AbortController();

  const notify = (subscriber: (bundle: ParsedTrustBundle) => void, bundle: ParsedTrustBundle): void => {
    try {
      subscriber(bundle);
    } catch (error) {
      tell({ type: 'subscriber-failed', error });
    }
  };
  const holder = createBundleHolder({
    client,
    locate,
    cache,
    accept: (bytes, current) =>
      acceptBundle(bytes, current, {
        maxBytes,
        fallingSequence,
        onFall: (from, to) => tell({ type: 'sequence-fell', from, to }),
      }),
    onReplaced: (bundle) => {
      for (const subscriber of [...subscribers]) notify(subscriber, bundle);
    },
    onNotKept: (error) => tell({ type: 'cache-not-written', error }),
  });

  let underWay: Promise<TrustRefresh> | undefined;
  const refresh = async (): Promise<TrustRefresh> =>
    (underWay ??= holder.retrieve(closing.signal).finally(() => {
      underWay = undefined;
    }));

  /** Refreshes, and gives the milliseconds to the next time. */
  const attempt = async (): Promise<number> => {
    try {
      await refresh();
      const hint = holder.current()?.refreshHintSeconds;
      return Math.min(hint === undefined ? refreshIntervalMs : hint * 1000, LONGEST_TIMER_MS);
    } catch (cause) {
      const error = asMargoError(cause);
      if (holder.current() === undefined) throw unavailable(error);
      const retryInMs = Math.round(Math.min(retryIntervalMs, LONGEST_TIMER_MS) * (0.5 + random() / 2));
      if (!closing.signal.aborted) tell({ type: 'refresh-failed', error, retryInMs });
      return retryInMs;
    }
  };

  const goOn = async (firstInMs: number): Promise<void> => {
    for (let inMs = firstInMs; ; inMs = await attempt()) {
      try {
        await clock.sleep(inMs, closing.signal);
      } catch (error) {
        if (!closing.signal.aborted) throw error;
      }
      if (closing.signal.aborted) return;
    }
  };

  const bundle = (): ParsedTrustBundle => {
    const current = holder.current();
    if (current === undefined) throw unavailable(undefined);
    return current;
  };

  await holder.recall().catch((error: unknown) => tell({ type: 'cache-refused', error: asMargoError(error) }));
  void goOn(await attempt());

  return {
    get bundle() {
      return bundle();
    },
    subscribe: (subscriber) => {
      subscribers.add(subscriber);
      return () => void subscribers.delete(subscriber);
    },
    refresh,
    close: () => closing.abort(),
  };
};

/** Exactly one of the two addresses, as text. */
const oneAddress = ({ bundleUrl, discoveryUrl }: TrustSourceOptions): { kind: 'bundle' | 'discovery'; url: string } => {
  const url = bundleUrl ?? discoveryUrl;
  if (url === undefined || (bundleUrl !== undefined && discoveryUrl !== undefined))
    throw senseless('exactly one of bundleUrl and discoveryUrl is needed');
  if (!URL.canParse(String(url)) || new URL(url).protocol !== 'https:') throw senseless('the address is not https');
  return { kind: bundleUrl === undefined ? 'discovery' : 'bundle', url: new URL(url).href };
};

const senseless = (what: string): MargoError =>
  new MargoError('ERR_TRUST_SOURCE_INVALID', `The trust bundle could not be fetched: ${what}.`, {
    hint: 'Give the https address of the bundle or of the discovery document.',
  });

const unavailable = (cause: MargoError | undefined): MargoError =>
  new MargoError(
    'ERR_TRUST_BUNDLE_UNAVAILABLE',
    `No trust bundle came, and none was kept${cause === undefined ? '' : `: ${cause.message}`}`,
    { cause, hint: 'Trust nobody; try again when the identity service can be reached.' },
  );

const asMargoError = (cause: unknown): MargoError =>
  MargoError.isInstance(cause)
    ? cause
    : new MargoError('ERR_TRUST_BUNDLE_UNAVAILABLE', 'The trust bundle could not be read.', { cause });

/** An exception that left from here would end the refreshing, or the process. */
const eventTeller =
  (onEvent: TrustSourceOptions['onEvent'] = () => undefined) =>
  (event: TrustSourceEvent): void => {
    try {
      onEvent(event);
    } catch (thrown) {
      process.emitWarning(`onEvent failed when it was told of ${event.type}.`, {
        code: 'MARGO_ON_EVENT_FAILED',
        detail: inspect(thrown),
      });
    }
  };
