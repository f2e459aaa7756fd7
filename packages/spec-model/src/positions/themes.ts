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

/** Positions that belong together, in the order of their ids. */
export interface PositionTheme {
  readonly group: 'Lifecycle' | 'Interface' | 'Documents';
  readonly title: string;
  readonly positions: readonly Position[];
}

const theme = (
  group: PositionTheme['group'],
  title: string,
  positions: Readonly<Record<string, Position>>,
): PositionTheme => ({ group, title, positions: Object.values(positions) });

/**
 * The positions by subject, for pages and forms that show them all.
 *
 * @example
 * ```ts
 * import { POSITION_THEMES } from '@margo-sdk/spec-model/positions';
 *
 * for (const { title, positions } of POSITION_THEMES) console.log(title, positions.length);
 * ```
 */
export const POSITION_THEMES: readonly PositionTheme[] = [
  theme('Lifecycle', 'states, order and failures', STATES_AND_ORDER),
  theme('Lifecycle', 'updates and removals', UPDATES_AND_REMOVALS),
  theme('Lifecycle', 'retries, restarts and reports', RETRIES_AND_REPORTS),
  theme('Lifecycle', 'devices and fleets', DEVICES_AND_FLEETS),
  theme('Interface', 'versions and addresses', VERSIONS_AND_ADDRESSES),
  theme('Interface', 'schemas', SCHEMAS),
  theme('Interface', 'desired state', DESIRED_STATE),
  theme('Interface', 'status reports', STATUS_REPORTS),
  theme('Interface', 'security and problems', SECURITY_AND_PROBLEMS),
  theme('Interface', 'devices and the rest', DEVICES_AND_THE_REST),
  theme('Interface', 'profiles whose messages are signed', SIGNED_PROFILES),
  theme('Documents', 'parameters and values', PARAMETERS_AND_VALUES),
  theme('Documents', 'names and amounts', NAMES_AND_AMOUNTS),
  theme('Documents', 'schemas and examples', SCHEMAS_AND_EXAMPLES),
  theme('Documents', 'device constraints', DEVICE_CONSTRAINTS),
  theme('Documents', 'application packages', APPLICATION_PACKAGES),
  theme('Documents', 'components and deployments', COMPONENTS_AND_DEPLOYMENTS),
  theme('Documents', 'extensions, text and targets', EXTENSIONS_AND_TEXT),
];
