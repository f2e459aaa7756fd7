import { APPLICATION_PACKAGES } from './documents/application-packages.js';
import { COMPONENTS_AND_DEPLOYMENTS } from './documents/components-and-deployments.js';
import { DEVICE_CONSTRAINTS } from './documents/device-constraints.js';
import { EXTENSIONS_AND_TEXT } from './documents/extensions-and-text.js';
import { NAMES_AND_AMOUNTS } from './documents/names-and-amounts.js';
import { PARAMETERS_AND_VALUES } from './documents/parameters-and-values.js';
import { SCHEMAS_AND_EXAMPLES } from './documents/schemas-and-examples.js';
import { DESIRED_STATE } from './interface/desired-state.js';
import { DEVICES_AND_THE_REST } from './interface/devices-and-the-rest.js';
import { SCHEMAS } from './interface/schemas.js';
import { SECURITY_AND_PROBLEMS } from './interface/security-and-problems.js';
import { SIGNED_PROFILES } from './interface/signed-profiles.js';
import { STATUS_REPORTS } from './interface/status-reports.js';
import { VERSIONS_AND_ADDRESSES } from './interface/versions-and-addresses.js';
import { DEVICES_AND_FLEETS } from './lifecycle/devices-and-fleets.js';
import { RETRIES_AND_REPORTS } from './lifecycle/retries-and-reports.js';
import { STATES_AND_ORDER } from './lifecycle/states-and-order.js';
import { UPDATES_AND_REMOVALS } from './lifecycle/updates-and-removals.js';
import type { Position } from './position.js';

const ALL = {
  ...STATES_AND_ORDER,
  ...UPDATES_AND_REMOVALS,
  ...RETRIES_AND_REPORTS,
  ...DEVICES_AND_FLEETS,
  ...VERSIONS_AND_ADDRESSES,
  ...SCHEMAS,
  ...DESIRED_STATE,
  ...STATUS_REPORTS,
  ...SECURITY_AND_PROBLEMS,
  ...DEVICES_AND_THE_REST,
  ...SIGNED_PROFILES,
  ...PARAMETERS_AND_VALUES,
  ...NAMES_AND_AMOUNTS,
  ...SCHEMAS_AND_EXAMPLES,
  ...DEVICE_CONSTRAINTS,
  ...APPLICATION_PACKAGES,
  ...COMPONENTS_AND_DEPLOYMENTS,
  ...EXTENSIONS_AND_TEXT,
};

/** Id of a position. Ids are stable: they can be quoted and searched for. */
export type PositionId = keyof typeof ALL;

/**
 * Every question that the specification leaves open, and what the SDK does about it, by id: those about the lifecycle,
 * then the interface, then documents.
 *
 * @example
 * ```ts
 * import { POSITIONS } from '@margo-sdk/spec-model/positions';
 *
 * console.log(POSITIONS['M-16'].choice);
 * ```
 */
export const POSITIONS: Readonly<Record<PositionId, Position>> = ALL;
