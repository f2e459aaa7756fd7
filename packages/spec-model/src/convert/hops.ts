import type { DocumentName } from '../documents/document-name.js';
import type { Revision } from '../revisions/revision.js';
import { pr1ToRc2Signed as deploymentToRc2Signed } from './application-deployment/pr1-to-rc2-signed.js';
import { predraftToPr1 as deploymentToPr1 } from './application-deployment/predraft-to-pr1.js';
import { rc2MtlsToRc3 as deploymentToRc3 } from './application-deployment/rc2-mtls-to-rc3.js';
import { rc2SignedToRc2Mtls as deploymentToRc2Mtls } from './application-deployment/rc2-signed-to-rc2-mtls.js';
import { rc3ToRc2Signed as deploymentBack } from './application-deployment/rc3-to-rc2-signed.js';
import { pr1ToRc2Signed as descriptionToRc2Signed } from './application-description/pr1-to-rc2-signed.js';
import { predraftToPr1 as descriptionToPr1 } from './application-description/predraft-to-pr1.js';
import { rc2MtlsToRc3 as descriptionToRc3 } from './application-description/rc2-mtls-to-rc3.js';
import { rc3ToRc2Signed as descriptionBack } from './application-description/rc3-to-rc2-signed.js';
import { pr1ToRc2Signed as statusToRc2Signed } from './deployment-status/pr1-to-rc2-signed.js';
import { rc2SignedToRc2Mtls as statusToRc2Mtls } from './deployment-status/rc2-signed-to-rc2-mtls.js';
import { rc3ToRc2Signed as statusBack } from './deployment-status/rc3-to-rc2-signed.js';
import { pr1ToRc2Signed as capabilitiesToRc2Signed } from './device-capabilities/pr1-to-rc2-signed.js';
import { predraftToPr1 as capabilitiesToPr1 } from './device-capabilities/predraft-to-pr1.js';
import { rc2SignedToRc2Mtls as capabilitiesToRc2Mtls } from './device-capabilities/rc2-signed-to-rc2-mtls.js';
import { rc3ToRc2Signed as capabilitiesBack } from './device-capabilities/rc3-to-rc2-signed.js';
import type { Hop } from './hop.js';
import { rc2SignedToRc2Mtls as problemToRc2Mtls } from './problem-detail/rc2-signed-to-rc2-mtls.js';
import { toPathsOfCaller, toPathsOfClient } from './state-manifest/paths.js';

/** How one kind of document gets from revision to revision. */
export interface Hops {
  /** What brings it to each revision from the one before; nothing where the revision changed nothing. */
  readonly up: Readonly<Partial<Record<Revision, Hop>>>;
  /** What brings it back to `rc2-signed`, from the revisions since; absent where that makes no sense. */
  readonly back?: Hop;
}

/** Documents that changed in between revisions. Those that are not here are the same in all revisions that have them. */
export const HOPS: Readonly<Partial<Record<DocumentName, Hops>>> = {
  ApplicationDescription: {
    up: { pr1: descriptionToPr1, 'rc2-signed': descriptionToRc2Signed, rc3: descriptionToRc3 },
    back: descriptionBack,
  },
  ApplicationDeployment: {
    up: {
      pr1: deploymentToPr1,
      'rc2-signed': deploymentToRc2Signed,
      'rc2-mtls': deploymentToRc2Mtls,
      rc3: deploymentToRc3,
    },
    back: deploymentBack,
  },
  DeviceCapabilitiesManifest: {
    up: { pr1: capabilitiesToPr1, 'rc2-signed': capabilitiesToRc2Signed, 'rc2-mtls': capabilitiesToRc2Mtls },
    back: capabilitiesBack,
  },
  DeploymentStatusManifest: {
    up: { 'rc2-signed': statusToRc2Signed, 'rc2-mtls': statusToRc2Mtls },
    back: statusBack,
  },
  StateManifest: { up: { 'rc2-mtls': toPathsOfCaller }, back: toPathsOfClient },
  ProblemDetail: { up: { 'rc2-mtls': problemToRc2Mtls } },
};
