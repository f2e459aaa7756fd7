import type { ValueSchema } from '../application-description/configuration-schema.js';
import type { ParameterValue } from '../application-description/parameters-schema.js';
import type { DeviceTarget } from '../identifiers/identifiers.js';

/** What a resolver is asked for. */
export interface ValueRequest {
  /** Name of the parameter. */
  readonly parameter: string;
  /** What its value must be, where a setting of the description says so. */
  readonly dataType?: ValueSchema['dataType'];
  /** What the description tells a person about it. */
  readonly description?: string;
  /** The device that the value is for, where it is known. */
  readonly deviceId?: DeviceTarget;
}

/** What a resolver answers. */
export interface ResolvedValue {
  readonly value: ParameterValue;
  /** Whether the value is to be shown to nobody. Default false. */
  readonly secret?: boolean;
}

/** A source of values that no person types: a secret store, an inventory of devices, a pool of ports. */
export interface ValueResolver {
  /** Name of the source, for errors and origins; not `chosen` or `default`. */
  readonly name: string;
  /**
   * Looks a value up.
   *
   * @param signal - aborted when nobody waits for the answer any more
   * @returns the value, or undefined when this source does not have it and the next one is to be asked
   */
  resolve(request: ValueRequest, signal: AbortSignal): Promise<ResolvedValue | undefined>;
}
