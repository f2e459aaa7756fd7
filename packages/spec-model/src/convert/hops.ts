import type { DocumentName } from '../documents/document-name.js';
import type { Revision } from '../revisions/revision.js';
import { pr1ToRc2Signed as deploymentToRc2Signed } from './application-deployment/pr1-to-rc2-signed.js';
import { predraftToPr1 as deploymentToPr1 } from './application-deployment/predraft-to-pr1.js';
import { rc2MtlsToRc3 as deploymentToRc3 } from './application-deployment/rc2-mtls-to-rc3.js';
import { rc2SignedToRc2Mtls as deploymentToRc2Mtls } from './application-deployment/rc2-signed-to-rc2-mtls.js';
import { rc2SignedToPr1 as deploymentToPr1Again } from './application-deployment/rc2-signed-to-pr1.js';
import { rc3ToRc2Signed as deploymentBack } from './application-deployment/rc3-to-rc2-signed.js';
import { pr1ToRc2Signed as descriptionToRc2Signed } from './application-description/pr1-to-rc2-signed.js';
import { predraftToPr1 as descriptionToPr1 } from './application-description/predraft-to-pr1.js';
import { rc2MtlsToRc3 as descriptionToRc3 } from './application-description/rc2-mtls-to-rc3.js';
import { rc2SignedToPr1 as descriptionToPr1Again } from './application-description/rc2-signed-to-pr1.js';
import { rc3ToRc2Signed as descriptionBack } from './application-description/rc3-to-rc2-signed.js';
import { pr1ToRc2Signed as statusToRc2Signed } from './deployment-status/pr1-to-rc2-signed.js';
import { rc2SignedToRc2Mtls as statusToRc2Mtls } from './deployment-status/rc2-signed-to-rc2-mtls.js';
import { rc2SignedToPr1 as statusToPr1Again } from './deployment-status/rc2-signed-to-pr1.js';
import { rc3ToRc2Signed as statusBack } from './deployment-status/rc3-to-rc2-signed.js';
import { pr1ToRc2Signed as capabilitiesToRc2Signed } from './device-capabilities/pr1-to-rc2-signed.js';
import { predraftToPr1 as capabilitiesToPr1 } from './device-capabilities/predraft-to-pr1.js';
import { rc2SignedToRc2Mtls as capabilitiesToRc2Mtls } from './device-capabilities/rc2-signed-to-rc2-mtls.js';
import { rc2SignedToPr1 as capabilitiesToPr1Again } from './device-capabilities/rc2-signed-to-pr1.js';
import { rc3ToRc2Signed as capabilitiesBack } from './device-capabilities/rc3-to-rc2-signed.js';
import type { Hop } from './hop.js';
import { rc2SignedToRc2Mtls as problemToRc2Mtls } from './problem-detail/rc2-signed-to-rc2-mtls.js';
import { toPathsOfCaller, toPathsOfClient } from './state-manifest/paths.js';

/** How one kind of document gets from revision to revision. */
export interface Hops {
  /** What brings it to each revision from the one before; nothing where the revision changed nothing. */
  readonly up: Readonly<Partial<Record<Revision, Hop>>>;
  /** What brings it back to a revision, from those since; absent where that makes no sense. */
  readonly back?: Readonly<Record<EarlierRevision, Hop>>;
}

/** Revisions before the current one that documents are written in, in the order of the way back. */
export const EARLIER_REVISIONS = ['rc2-signed', 'pr1'] as const satisfies readonly Revision[];

/** A revision before the current one that documents are written in. */
export type EarlierRevision = (typeof EARLIER_REVISIONS)[number];

/** Where PR1 and 1.0.0-rc.2 with signatures say the same. */
const unchanged: Hop = () => undefined;

/** Documents that changed in between revisions. Those that are not here are the same in all revisions that have them. */
export const HOPS: Readonly<Partial<Record<DocumentName, Hops>>> = {
  ApplicationDescription: {
    up: { pr1: descriptionToPr1, 'rc2-signed': descriptionToRc2Signed, rc3: descriptionToRc3 },
    back: { 'rc2-signed': descriptionBack, pr1: descriptionToPr1Again },
  },
  ApplicationDeployment: {
    up: {
      pr1: deploymentToPr1,
      'rc2-signed': deploymentToRc2Signed,
      'rc2-mtls': deploymentToRc2Mtls,
      rc3: deploymentToRc3,
    },
    back: { 'rc2-signed': deploymentBack, pr1: deploymentToPr1Again },
  },
  DeviceCapabilitiesManifest: {
    up: { pr1: capabilitiesToPr1, 'rc2-signed': capabilitiesToRc2Signed, 'rc2-mtls': capabilitiesToRc2Mtls },
    back: { 'rc2-signed': capabilitiesBack, pr1: capabilitiesToPr1Again },
  },
  DeploymentStatusManifest: {
    up: { 'rc2-signed': statusToRc2Signed, 'rc2-mtls': statusToRc2Mtls },
    back: { 'rc2-signed': statusBack, pr1: statusToPr1Again },
  },
  StateManifest: { up: { 'rc2-mtls': toPathsOfCaller }, back: { 'rc2-signed': toPathsOfClient, pr1: unchanged } },
  ProblemDetail: { up: { 'rc2-mtls': problemToRc2Mtls } },
};
