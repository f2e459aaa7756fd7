import type { PredraftDeployment } from '../application-deployment/predraft-2024-10.js';
import type { Pr1Deployment } from '../application-deployment/pr1.js';
import type { Rc2MtlsDeployment } from '../application-deployment/rc2-mtls.js';
import type { Rc2SignedDeployment } from '../application-deployment/rc2-signed.js';
import type { ApplicationDeployment } from '../application-deployment/schema.js';
import type { PredraftDescription } from '../application-description/predraft-2024-10.js';
import type { Pr1Description } from '../application-description/pr1.js';
import type { Rc2MtlsDescription } from '../application-description/rc2-mtls.js';
import type { Rc2SignedDescription } from '../application-description/rc2-signed.js';
import type { ApplicationDescription } from '../application-description/schema.js';
import type { Pr1Status } from '../deployment-status/pr1.js';
import type { PredraftStatus } from '../deployment-status/predraft-2024-10.js';
import type { Rc2SignedStatus } from '../deployment-status/rc2-signed.js';
import type { DeploymentStatusManifest } from '../deployment-status/schema.js';
import type { Pr1Capabilities } from '../device-capabilities/pr1.js';
import type { PredraftCapabilities } from '../device-capabilities/predraft-2024-10.js';
import type { Rc2SignedCapabilities } from '../device-capabilities/rc2-signed.js';
import type { DeviceCapabilitiesManifest } from '../device-capabilities/schema.js';
import type { CACertificate } from '../onboarding/ca-certificate.js';
import type { OnboardingRequest } from '../onboarding/onboarding-request.js';
import type { OnboardingResponse } from '../onboarding/onboarding-response.js';
import type { ErrorResponse } from '../problem-detail/error-response.js';
import type { ProblemDetail } from '../problem-detail/schema.js';
import type { Revision } from '../revisions/revision.js';
import type { StateManifest } from '../state-manifest/schema.js';
import type { SpiffeBundle } from '../trust/anchors.js';
import type { DiscoveryDocument } from '../trust/discovery-document.js';

/** What documents hold, by revision and by the name of their kind. */
export interface DocumentTypes {
  'predraft-2024-10': {
    ApplicationDescription: PredraftDescription;
    ApplicationDeployment: PredraftDeployment;
    DeviceCapabilitiesManifest: PredraftCapabilities;
    DeploymentStatusManifest: PredraftStatus;
  };
  pr1: {
    ApplicationDescription: Pr1Description;
    ApplicationDeployment: Pr1Deployment;
    DeviceCapabilitiesManifest: Pr1Capabilities;
    DeploymentStatusManifest: Pr1Status;
    StateManifest: StateManifest;
    ProblemDetail: ErrorResponse;
    OnboardingRequest: OnboardingRequest;
    OnboardingResponse: OnboardingResponse;
    CACertificate: CACertificate;
  };
  'rc2-signed': {
    ApplicationDescription: Rc2SignedDescription;
    ApplicationDeployment: Rc2SignedDeployment;
    DeviceCapabilitiesManifest: Rc2SignedCapabilities;
    DeploymentStatusManifest: Rc2SignedStatus;
    StateManifest: StateManifest;
    ProblemDetail: ErrorResponse;
    OnboardingRequest: OnboardingRequest;
    OnboardingResponse: OnboardingResponse;
    CACertificate: CACertificate;
  };
  'rc2-mtls': {
    ApplicationDescription: Rc2MtlsDescription;
    ApplicationDeployment: Rc2MtlsDeployment;
    DeviceCapabilitiesManifest: DeviceCapabilitiesManifest;
    DeploymentStatusManifest: DeploymentStatusManifest;
    StateManifest: StateManifest;
    ProblemDetail: ProblemDetail;
    SpiffeBundle: SpiffeBundle;
    DiscoveryDocument: DiscoveryDocument;
  };
  rc3: {
    ApplicationDescription: ApplicationDescription;
    ApplicationDeployment: ApplicationDeployment;
    DeviceCapabilitiesManifest: DeviceCapabilitiesManifest;
    DeploymentStatusManifest: DeploymentStatusManifest;
    StateManifest: StateManifest;
    ProblemDetail: ProblemDetail;
    SpiffeBundle: SpiffeBundle;
    DiscoveryDocument: DiscoveryDocument;
  };
}

/**
 * What a kind of document holds in a revision.
 *
 * @example
 * ```ts
 * import type { DocumentOf } from '@margo-sdk/spec-model';
 *
 * const idOf = ({ metadata }: DocumentOf<'pr1', 'ApplicationDescription'>): string => metadata.id;
 * ```
 */
export type DocumentOf<R extends Revision, N extends keyof DocumentTypes[R]> = DocumentTypes[R][N];
