import type { ApplicationDescription } from './schema.js';
import type { OldComponent } from './old-component-schema.js';
import type { RequiredResources } from './required-resources-schema.js';

/** A profile of any revision before 1.0.0-rc.3, as far as rules look at it. */
export interface OldProfile {
  readonly type: string;
  readonly id?: string | undefined;
  readonly description?: string | undefined;
  readonly components?: readonly OldComponent[] | undefined;
  readonly requiredResources?: RequiredResources | undefined;
}

/** A description of any revision before 1.0.0-rc.3, as far as rules look at it. */
export interface OldDescription extends Pick<ApplicationDescription, 'parameters' | 'configuration'> {
  readonly apiVersion: string;
  readonly metadata: ApplicationDescription['metadata'] & { readonly id?: string };
  readonly deploymentProfiles: readonly OldProfile[];
}
