import type { OldComponent } from '../application-description/old-component-schema.js';
import type { DeploymentId, DeviceTarget } from '../identifiers/identifiers.js';
import type { ApplicationDeployment } from './schema.js';

/** Ids that stood among the annotations before they got members of their own. */
interface Annotations {
  readonly id?: DeploymentId | undefined;
  readonly applicationId?: string | undefined;
}

/** A deployment of any revision before 1.0.0-rc.3, as far as rules look at it. */
export interface OldDeployment {
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string | undefined;
    readonly deviceId?: DeviceTarget | undefined;
    readonly annotations?: Annotations | undefined;
  };
  readonly spec: {
    readonly applicationId?: string | undefined;
    readonly deploymentProfile: { readonly type: string; readonly components: readonly OldComponent[] };
    readonly parameters?: ApplicationDeployment['spec']['parameters'];
  };
}
