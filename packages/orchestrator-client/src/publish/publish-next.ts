import { formatETag, margoIdentityOf, profileFacts, type SpiffeId, type WireProfile } from '@margo-sdk/protocol';
import { MargoError } from '@margo-sdk/spec-model';
import type { FleetStore, PublishedManifest } from '../store/fleet-store.js';
import { difference, formsOf, load, readDesiredState, type DesiredState, type LoadedPiece } from './desired-state.js';
import { isOfRevision, type ConversionLossPolicy } from './in-revision.js';
import { createKnownStates, type KnownStates } from './known-states.js';
import { manifestUrls } from './manifest-urls.js';
import { artefactOf, type Piece } from './piece.js';
import { readForeign } from './read-deployments.js';
import { packBundle, writeManifest } from './write-manifest.js';

/** What is in force after publishing. */
export interface PublishOutcome {
  readonly manifestVersion: bigint;
  /** ETag of the manifest, with its quotes. */
  readonly etag: string;
  /** Whether there is a new version; `false` when the client was to run exactly this already. */
  readonly changed: boolean;
}

/** How publishing works unless the options say otherwise. */
export const PUBLISH_DEFAULTS = {
  /**
   * Milliseconds for which bytes stay available after a manifest no longer refers to them (M-18): an hour, longer than a
   * device needs that is just fetching them.
   */
  graceMs: 3_600_000,
  /** Bytes of deployments that are remembered, of all clients together, so that a change does not read them again. */
  maxRememberedBytes: 64 * 1024 * 1024,
} as const;

/** What publishing needs besides the desired state. */
export interface Publishing {
  readonly store: FleetStore;
  readonly client: SpiffeId;
  /** The profile that the client speaks: it gets documents of that revision, and paths that are there. */
  readonly profile: WireProfile;
  readonly acceptLoss: ConversionLossPolicy;
  readonly minVersion?: bigint | undefined;
  readonly now: () => number;
  readonly graceMs: number;
  readonly known: KnownStates;
}

/** A failed attempt means that somebody else published, so this many only fail when the store is at fault. */
const MAX_ATTEMPTS = 100;

/** Remembers nothing. */
export const nothingKnown = (): KnownStates => createKnownStates(0);

/** What a client shall run by the manifest in force. */
export interface StateInForce {
  readonly state: DesiredState;
  /** Whether it was published in the form of another profile, as when a fleet moves from one to the other. */
  readonly isForeign: boolean;
}

/** What a client shall run by the manifest in force. */
export const stateInForce = async (
  { store, client, known, profile }: Pick<Publishing, 'store' | 'client' | 'known' | 'profile'>,
  latest: PublishedManifest | undefined,
): Promise<StateInForce> => {
  const state = latest === undefined ? [] : known.get(client, latest.digest);
  if (state !== undefined) return { state, isForeign: false };
  const read = await readDesiredState(store, client);
  // One manifest is published in one form, so any of its deployments tells it.
  const first = read[0] && (await store.artefact(client, read[0].published.digest));
  const isForeign = first !== undefined && !isOfRevision(first.bytes, profileFacts(profile).revision);
  return { state: read, isForeign };
};

/** Brings the deployments that stay from another profile's manifest to the form of this one. */
const inOwnForm = async (publishing: Publishing, state: DesiredState, foreign: DesiredState): Promise<DesiredState> => {
  const urls = manifestUrls(publishing.profile, publishing.client);
  const old = new Set<Piece>(foreign);
  return Promise.all(
    state.map(async (piece) => {
      if (!old.has(piece)) return piece;
      const [loaded] = await load([piece], { ...publishing, urls });
      return loaded === undefined ? piece : readForeign(publishing, urls, loaded);
    }),
  );
};

/**
 * Publishes what `next` makes of the state in force as the next version. Should somebody else publish at the same time,
 * it is made again of what they published: no change is lost, and no version exists twice (DS-07).
 */
export const publishNext = async (
  publishing: Publishing,
  next: (inForce: DesiredState) => DesiredState,
): Promise<PublishOutcome> => {
  const { store, client, profile, minVersion = 1n, now, graceMs, known } = publishing;
  const urls = manifestUrls(profile, client);
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const latest = await store.latestManifest(client);
    const { state: inForce, isForeign } = await stateInForce(publishing, latest);
    const version = higher((latest?.version ?? 0n) + 1n, minVersion);
    const isOvertaken = async () => (await store.latestManifest(client))?.version !== latest?.version;
    let state = next(inForce);
    try {
      if (isForeign) state = await inOwnForm(publishing, state, inForce);
    } catch (error) {
      if (await isOvertaken()) continue;
      throw error;
    }
    const { added, dropped } = difference(inForce, state);
    if (latest !== undefined && added.length + dropped.length === 0 && latest.version >= minVersion) {
      // What was compared may be newer than `latest`; then that is what to tell of.
      if (await isOvertaken()) continue;
      return { manifestVersion: latest.version, etag: formatETag(latest.digest), changed: false };
    }

    let pieces: readonly LoadedPiece[];
    try {
      pieces = await load(state, { store, client, urls });
    } catch (error) {
      // Somebody else has published since, and what that superseded may be deleted already.
      if (await isOvertaken()) continue;
      throw error;
    }
    const bundle = await packBundle(pieces);
    const manifest = await writeManifest(version, pieces, bundle, urls);
    const publishedAtMs = now();
    await store.prune(client, publishedAtMs - graceMs);
    const isPublished = await store.publish(client, {
      follows: latest?.version ?? null,
      manifest: {
        version,
        digest: manifest.digest,
        bundle: bundle?.digest ?? null,
        publishedAtMs,
        firstVersion: latest?.firstVersion ?? version,
        firstPublishedAtMs: latest?.firstPublishedAtMs ?? publishedAtMs,
      },
      changes: formsOf({ added, dropped }, version),
      artefacts: [
        manifest,
        ...(bundle === null ? [] : [bundle]),
        ...(await load(added, { store, client, urls })).map(({ published, content }) => artefactOf(published, content)),
      ],
      superseded: [
        ...(latest === undefined ? [] : [latest.digest]),
        ...(latest?.bundle && latest.bundle !== bundle?.digest ? [latest.bundle] : []),
        ...dropped.map(({ published }) => published.digest),
      ],
    });
    if (!isPublished) continue;
    known.put(client, manifest.digest, state);
    return { manifestVersion: version, etag: formatETag(manifest.digest), changed: true };
  }
  throw new MargoError('ERR_STORE_CONFLICT', `The store refused ${MAX_ATTEMPTS} versions in a row.`, {
    hint: 'publish must give true when the version is higher than that of latestManifest, which it follows.',
  });
};

const higher = (a: bigint, b: bigint): bigint => (a > b ? a : b);

/** @throws MargoError `ERR_CLIENT_ID_INVALID` */
export const refuseOtherThanClient = (id: SpiffeId): void => {
  if (margoIdentityOf(id)?.role !== 'client')
    throw new MargoError('ERR_CLIENT_ID_INVALID', `Expected the id of a client, got ${id}.`, {
      hint: 'Desired state belongs to spiffe://<trust-domain>/margo/wfm/<wfm-id>/client/<client-id>.',
    });
};
