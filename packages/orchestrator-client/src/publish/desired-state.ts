import type { SpiffeId } from '@margo-sdk/protocol';
import { MargoError, type Digest } from '@margo-sdk/spec-model';
import type { FleetStore, PublishedDeployment, PublishedForm } from '../store/fleet-store.js';
import type { ManifestUrls } from './manifest-urls.js';
import { contentOf, createPiece, type Piece, type PieceContent } from './piece.js';

/** All that a client shall run, in the order of the ids. */
export type DesiredState = readonly Piece[];

/** A piece with its bytes. */
export type LoadedPiece = Piece & { readonly content: PieceContent };

/** What the store says a client shall run; the bytes are left where they are. */
export const readDesiredState = async (store: FleetStore, client: SpiffeId): Promise<DesiredState> =>
  (await store.wanted(client)).map((published) => createPiece(published)).sort((a, b) => (a.key < b.key ? -1 : 1));

/** Puts what shall run in place of what has the same id, and takes out what shall not; `set` in the order of the ids. */
export const changed = (state: DesiredState, set: readonly Piece[], remove: ReadonlySet<string>): DesiredState => {
  const next: Piece[] = [];
  let at = 0;
  for (const piece of state) {
    for (let added = set[at]; added !== undefined && added.key < piece.key; added = set[at]) {
      next.push(added);
      at += 1;
    }
    if (set[at]?.key !== piece.key && !remove.has(piece.key)) next.push(piece);
  }
  return [...next, ...set.slice(at)];
};

/** What is published already, by the digests of it. */
export const byDigest = (state: DesiredState): ReadonlyMap<Digest, PublishedDeployment> =>
  new Map(state.map(({ published }) => [published.digest, published]));

/** What is new in a desired state, and what is not wanted like this any more. */
export interface Difference {
  readonly added: readonly Piece[];
  readonly dropped: readonly Piece[];
}

/** Compares what is in force with what shall be, byte for byte: by the digests. One walk through both. */
export const difference = (inForce: DesiredState, next: DesiredState): Difference => {
  const [added, dropped]: [Piece[], Piece[]] = [[], []];
  let at = 0;
  for (const piece of next) {
    for (let before = inForce[at]; before !== undefined && before.key < piece.key; before = inForce[at]) {
      dropped.push(before);
      at += 1;
    }
    const before = inForce[at];
    if (before?.key !== piece.key) added.push(piece);
    else {
      at += 1;
      if (before === piece || before.published.digest === piece.published.digest) continue;
      added.push(piece);
      dropped.push(before);
    }
  }
  return { added, dropped: [...dropped, ...inForce.slice(at)] };
};

/** The forms that begin with a manifest. */
export const formsOf = ({ added, dropped }: Difference, from: bigint): readonly PublishedForm[] => {
  const stays = new Set(added.map(({ published }) => published.deploymentId));
  const withdrawn = dropped.filter(({ published }) => !stays.has(published.deploymentId));
  return [
    ...added.map(({ published }) => ({ deploymentId: published.deploymentId, from, deployment: published })),
    ...withdrawn.map(({ published }) => ({ deploymentId: published.deploymentId, from, deployment: null })),
  ];
};

/** Reads the bytes that are missing from the store; a piece that was loaded stays so. */
export const load = async (
  pieces: readonly Piece[],
  { store, client, urls }: { readonly store: FleetStore; readonly client: SpiffeId; readonly urls: ManifestUrls },
): Promise<readonly LoadedPiece[]> => {
  const missing = pieces.filter(({ content }) => content === undefined);
  await Promise.all(
    missing.map(async (piece) => {
      const artefact = await store.artefact(client, piece.published.digest);
      if (artefact === undefined) throw lostBytes(piece);
      piece.content = contentOf(piece.published, artefact.bytes, urls);
    }),
  );
  return pieces as readonly LoadedPiece[];
};

const lostBytes = ({ published }: Piece): MargoError =>
  new MargoError('ERR_STORE_INCONSISTENT', `The store has no bytes for the deployment ${published.deploymentId}.`, {
    hint: 'What is in force must never be pruned: publish keeps a manifest and its artefacts together, or neither.',
  });
