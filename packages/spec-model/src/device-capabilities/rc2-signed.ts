import * as z from 'zod';
import { ARCHITECTURES } from '../identifiers/architectures.js';
import type { DocumentKind } from '../reading/document-kind.js';
import { signedHostingCheck } from '../rules/device-capabilities/hosting.js';
import { olderNamesCheck } from '../rules/device-capabilities/older-names.js';
import { quantitiesCheck } from '../rules/device-capabilities/quantities.js';
import { type Extensions, members } from '../schema/members.js';
import {
  apiVersionSchema,
  cpuSchema,
  identity,
  interfacesSchema,
  memorySchema,
  open,
  otelCollectorSchema,
  peripheralsSchema,
  storageSchema,
} from './parts.js';
import { lazily } from '../schema/lazily.js';
import { tolerateArchitectures } from './tolerate.js';

/** A gateway that hosts nothing leaves the lists out or empty (CAP-09), so empty ones are CP-02's matter here. */
const schema = lazily(() =>
  members(
    {
      apiVersion: apiVersionSchema.optional(),
      kind: z.literal('DeviceCapabilitiesManifest').optional().meta({ description: 'Left out after June 2026.' }),
      properties: members(
        {
          ...identity,
          cpu: z
            .array(cpuSchema(ARCHITECTURES))
            .optional()
            .meta({ description: 'Processors; called cpus later.', rule: 'CP-03' }),
          memory: memorySchema.optional(),
          storage: storageSchema.optional(),
          peripherals: peripheralsSchema.optional(),
          interfaces: interfacesSchema.optional(),
          otelCollector: otelCollectorSchema.optional(),
          supportedRuntimes: z
            .array(z.enum(['oci']))
            .optional()
            .meta({ description: 'Container runtimes.', rule: 'CP-02' }),
          supportedDeploymentTypes: z
            .array(z.enum(['helm', 'compose']))
            .optional()
            .meta({ description: 'Profile types that the device can deploy.', rule: 'CP-02' }),
        },
        { description: 'What the device is and offers.', unknown: open, retired: ['roles', 'resources'] },
      ),
    },
    {
      description: 'What a device is and offers to workloads.',
      section: 'device capabilities',
      rule: 'CP-00',
      unknown: { rule: 'CP-07', closed: true },
      extensions: true,
    },
  ),
);

/** What a device is and offers to workloads, 1.0.0-rc.2 with message signatures. */
export type Rc2SignedCapabilities = z.infer<ReturnType<typeof schema>> & Extensions;

/** How a device capabilities manifest of 1.0.0-rc.2 with message signatures is read. */
export const RC2_SIGNED_CAPABILITIES: DocumentKind<Rc2SignedCapabilities> = {
  name: 'DeviceCapabilitiesManifest',
  revision: 'rc2-signed',
  format: 'json',
  get schema() {
    return schema();
  },
  shapeRule: 'CP-00',
  readRule: 'CP-00',
  tolerate: tolerateArchitectures,
  checks: [olderNamesCheck(['roles', 'resources']), signedHostingCheck, quantitiesCheck],
};
