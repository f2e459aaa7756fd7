import type { DecideConversion } from '../reading/deployment-reader.js';
import type { Retrieval } from './choose-retrieval.js';

/** What a device takes of a fleet manager, and how. */
export interface UpdateOptions {
  /**
   * How documents that are not held are fetched: in the bundle, one by one, or as costs less (`auto`). A bundle that
   * cannot be had is replaced by its documents; one that is not what the manifest says ends the update (M-17).
   * Default `auto`. Where a profile knows the bundle only, it is that, and `single` is refused.
   */
  readonly retrieval?: Retrieval;
  /**
   * Refuse a manifest with the version that is held already even if it wants the same, as the letter of the
   * specification has it. Default: false (M-15).
   */
  readonly strictVersions?: boolean;
  /** Most bytes of the documents that one update brings: they are held until all are verified. Default 64 MiB. */
  readonly maxUpdateBytes?: number;
  /** Most deployments of one manifest. Default 1000. */
  readonly maxDeployments?: number;
  /**
   * Answers what deployments of an older profile leave open. Default: none; a deployment that leaves something open is
   * refused, and the update with it. An agent knows by itself that a deployment is for its device that names none.
   */
  readonly decide?: DecideConversion;
}
