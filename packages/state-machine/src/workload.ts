/**
 * What tells one revision of a component from another: three opaque strings, compared for equality and nothing else.
 * A driver computes them from the component's properties and the parameters rendered for it; what is left out of all
 * three (`wait`, `timeout`, extensions, constraints, the place in the list) can change without a step (L-09).
 * Snapshots hold them as they are, so hash what may hold secrets.
 */
export interface Fingerprint {
  /** Where and as what it runs: namespace, profile type, device. A difference means remove and install. */
  readonly placement: string;
  /** What runs: repository and revision. A difference means upgrade. */
  readonly artifact: string;
  /** How it is set up: the parameters that reach the component. A difference means reconfigure. */
  readonly configuration: string;
}

/** One component as it is on the device; a name and a placement together name one workload. */
export interface Workload {
  readonly name: string;
  readonly fingerprint: Fingerprint;
  /** Something is there, but what is not known: a step on it failed or was cut off. Never kept, always removed. */
  readonly doubtful?: true;
}

/** The same string for two workloads exactly if they are the same place for the same component. */
export const workloadKey = (name: string, placement: string): string => JSON.stringify([name, placement]);
