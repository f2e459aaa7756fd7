import * as z from 'zod';
import { ARCHITECTURES } from '../identifiers/architectures.js';
import { DEPLOYMENT_TYPES, RUNTIMES } from '../identifiers/deployment-types.js';
import { type Extensions, members } from '../schema/members.js';
import {
  cpuSchema,
  identity,
  interfacesSchema,
  memorySchema,
  open,
  otelCollectorSchema,
  peripheralsSchema,
  storageSchema,
} from './parts.js';

/** Schema of a device capabilities manifest, 1.0.0-rc.3. */
export const deviceCapabilitiesManifestSchema = members(
  {
    properties: members(
      {
        ...identity,
        cpus: z
          .array(cpuSchema(ARCHITECTURES))
          .optional()
          .meta({ description: 'Processors; alternatives, never summed (CAP-11).', rule: 'CP-03' }),
        memory: memorySchema.optional(),
        storage: storageSchema.optional(),
        peripherals: peripheralsSchema.optional(),
        interfaces: interfacesSchema.optional(),
        otelCollector: otelCollectorSchema.optional(),
        supportedRuntimes: z
          .array(z.enum(RUNTIMES))
          .min(1)
          .optional()
          .meta({ description: 'Container runtimes.', rule: 'CP-02' }),
        supportedDeploymentTypes: z
          .array(z.enum(DEPLOYMENT_TYPES))
          .min(1)
          .optional()
          .meta({ description: 'Profile types that the device can deploy.', rule: 'CP-02' }),
      },
      { description: 'What the device is and offers.', unknown: open, retired: ['cpu', 'roles', 'resources'] },
    ),
    labels: z
      .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string()), z.array(z.number())]))
      .optional()
      .meta({ description: 'Values that label selectors compare with.', rule: 'CP-05' }),
  },
  {
    id: 'DeviceCapabilitiesManifest',
    description: 'What a device is and offers to workloads.',
    section: 'device capabilities',
    rule: 'CP-00',
    unknown: { rule: 'CP-07', closed: true },
    extensions: true,
  },
);

/** What a device is and offers to workloads, 1.0.0-rc.3. */
export type DeviceCapabilitiesManifest = z.infer<typeof deviceCapabilitiesManifestSchema> & Extensions;
