import type { Fault } from '../fault.js';
import { ANSWER_FAULTS } from './answer-faults.js';
import { BUNDLE_FAULTS } from './bundle-faults.js';
import { CONNECTION_FAULTS } from './connection-faults.js';
import { DEPLOYMENT_FAULTS } from './deployment-faults.js';
import type { FleetManagerFault } from './fleet-manager-fault.js';
import { IDENTITY_FAULTS } from './identity-faults.js';
import { MANIFEST_FAULTS } from './manifest-faults.js';
import { ONBOARDING_FAULTS } from './onboarding-faults.js';
import { TRAFFIC_FAULTS } from './traffic-faults.js';

const ALL = {
  ...MANIFEST_FAULTS,
  ...DEPLOYMENT_FAULTS,
  ...BUNDLE_FAULTS,
  ...ANSWER_FAULTS,
  ...TRAFFIC_FAULTS,
  ...CONNECTION_FAULTS,
  ...IDENTITY_FAULTS,
  ...ONBOARDING_FAULTS,
};

/** Names of the faults that a fake fleet manager can have. */
export type FleetManagerFaultName = keyof typeof ALL;

/** The same with what they do. */
export const FLEET_MANAGER_FAULTS: Readonly<Record<FleetManagerFaultName, FleetManagerFault>> = ALL;

/** Which requests it shows in. */
export const shownIn = (fault: FleetManagerFault): Fault['on'] => ('on' in fault ? fault.on : []);
