/** Where a component is, in the form of one revision or of the other. */
export interface ComponentDecision {
  /** OCI repository of the component, for revisions since `rc3`. */
  readonly repository?: string;
  /** Its revision there. */
  readonly revision?: string;
  /** Address of its Compose package, for `rc2-signed` and `pr1`. */
  readonly packageLocation?: string;
  /** Address of the key that the package is signed with. */
  readonly keyLocation?: string;
}

/**
 * Answers to what a conversion cannot know. Each counts only where the document leaves the question open: an answer
 * never replaces what the document says in the form of the revision it is brought to.
 */
export interface ConversionDecisions {
  /** Ids of the deployment profiles, in the order of the profiles (D-04). */
  readonly profileIds?: readonly string[];
  /** Where components are, by their names (D-16). */
  readonly components?: Readonly<Record<string, ComponentDecision>>;
  /** The device that a deployment is for (D-12). */
  readonly deviceId?: string;
  /**
   * What a device offers besides what its manifest says, by the names of the properties in the revision that it is
   * brought to (D-19), and what takes the place of custom alone on the way back (D-22).
   */
  readonly capabilities?: Readonly<Record<string, unknown>>;
  /** The manifest that a reporting device has adopted (D-25). */
  readonly adoptedManifestVersion?: number | bigint;
  /** `metadata.name` of the deployment that a status is about, the source of its errors (D-24). */
  readonly deploymentName?: string;
  /** The client that the paths of a state manifest are for, in `rc2-signed` and `pr1` (D-32). */
  readonly clientId?: string;
  /** The HTTP status that an error body came with (D-33). */
  readonly status?: number;
}
