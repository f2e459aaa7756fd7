import type { ValueSchema } from '../application-description/configuration-schema.js';
import type { DeviceConstraints } from '../application-description/device-constraints-schema.js';
import type { ParameterValue } from '../application-description/parameters-schema.js';
import type { ApplicationDescription } from '../application-description/schema.js';
import type { Extensions } from '../schema/members.js';

type Catalog = ApplicationDescription['metadata']['catalog'];

/** What an application is, apart from how it is deployed. Extensions stand at the root of the description. */
export interface ApplicationParts extends Extensions {
  /** 1 to 200 lower-case letters, digits and dashes; the same for all versions. */
  readonly id: string;
  /** Name for people. */
  readonly name: string;
  /** Version of the application; also the tag of its package. */
  readonly version: string;
  /** What the application does. */
  readonly description?: string;
  /** Who stands behind the application; at least one. */
  readonly organizations: Catalog['organization'];
  /** Who wrote it. */
  readonly authors?: NonNullable<Catalog['author']>;
  /** How a catalog shows it: icon, tagline, files of the package. */
  readonly application?: NonNullable<Catalog['application']>;
}

/** One component of a profile. Targets of parameters refer to it by its name. */
export interface ComponentParts<Name extends string = string> extends Extensions {
  /** Lower-case letters, digits and dashes. */
  readonly name: Name;
  /** Where it comes from: `oci://`, a registry and a name. */
  readonly repository: string;
  /** SemVer without a leading `v`, with `_` in place of `+`. */
  readonly revision: string;
  /** Whether the next component waits until this one is installed. Default true. */
  readonly wait?: boolean;
  /** Longest time for its installation, as `8m30s`. */
  readonly timeout?: string;
}

/** One way to deploy the application. */
export interface ProfileParts<Name extends string = string> extends Extensions {
  /** What the profile is for. */
  readonly description?: string;
  /** Components in the order in which they are installed. */
  readonly components: readonly ComponentParts<Name>[];
  /** What a device must offer. */
  readonly deviceConstraints?: DeviceConstraints;
}

/** A custom way to deploy the application: a label says which devices know it (DC-07). */
export interface CustomProfileParts<Name extends string = string> extends ProfileParts<Name> {
  readonly deviceConstraints: DeviceConstraints;
}

/** A value that can be chosen per deployment, and where it goes. */
export interface ParameterParts<Component extends string = string> {
  /** The value where nobody chooses another. */
  readonly value?: ParameterValue;
  /** A path into the Helm values, or the name of an environment variable for Compose; at least one target. */
  readonly targets: readonly { readonly pointer: string; readonly components: readonly Component[] }[];
}

/** What a chosen value must obey, without the name of the schema. */
export type SchemaParts = Omit<ValueSchema, 'name'>;

/** One value that a person chooses. */
export interface SettingParts<Parameter extends string = string, Schema extends string = string> {
  readonly parameter: Parameter;
  /** Label for a person. */
  readonly name: string;
  /** Explanation for a person. */
  readonly description?: string;
  /** Whether the value is fixed once installed. Default false. */
  readonly immutable?: boolean;
  readonly schema: Schema;
}
