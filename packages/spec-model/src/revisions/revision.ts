/** Revisions of the specification that documents are read in, from the oldest to the current one. */
export const REVISIONS = ['predraft-2024-10', 'pr1', 'rc2-signed', 'rc2-mtls', 'rc3'] as const;

/**
 * A revision of the specification. The published label alone names none: two protocols and several document forms were
 * called 1.0.0-rc.2 (M-01).
 */
export type Revision = (typeof REVISIONS)[number];

/** The revision that is written, and that everything else here works on. */
export const CURRENT_REVISION = 'rc3' satisfies Revision;

/** The given revision and all later ones. */
export const since = (first: Revision): readonly Revision[] => REVISIONS.slice(REVISIONS.indexOf(first));

/** All revisions up to the given one, itself included. */
export const until = (last: Revision): readonly Revision[] => REVISIONS.slice(0, REVISIONS.indexOf(last) + 1);
