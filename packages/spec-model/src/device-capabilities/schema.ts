import * as z from 'zod';
import { DEPLOYMENT_TYPES, RUNTIMES } from '../identifiers/deployment-types.js';
import { deviceIdSchema } from '../identifiers/schemas.js';
import { type Extensions, members } from '../schema/members.js';

const open = { rule: 'CP-00' } as const;

/** Schema of a device capabilities manifest, 1.0.0-rc.3. */
export const deviceCapabilitiesManifestSchema = members(
  {
    properties: members(
      {
        id: deviceIdSchema.meta({ rule: 'CP-01' }),
        vendor: z.string().min(1).meta({ description: 'Who made the device.', rule: 'CP-01' }),
        modelNumber: z.string().min(1).meta({ description: 'Model.', rule: 'CP-01' }),
        serialNumber: z.string().min(1).meta({ description: 'Serial number.', rule: 'CP-01' }),
        cpus: z
          .array(
            members(
              {
                cores: z.number().positive().meta({ description: 'Cores; 0.5 is half a core.' }),
                architecture: z.enum(['amd64', 'arm64', 'arm']).optional().meta({ description: 'Architecture.' }),
              },
              { description: 'One processor.', rule: 'CP-03', unknown: open },
            ),
          )
          .optional()
          .meta({ description: 'Processors; alternatives, never summed (CAP-11).', rule: 'CP-03' }),
        memory: z.string().optional().meta({ description: 'Memory for workloads, for example 59Gi.' }),
        storage: z.string().optional().meta({ description: 'Storage for workloads, for example 1862Gi.' }),
        peripherals: z
          .array(
            members(
              {
                type: z
                  .enum(['gpu', 'display', 'camera', 'microphone', 'speaker'])
                  .meta({ description: 'What it is.' }),
                manufacturer: z.string().optional().meta({ description: 'Who made it.' }),
                model: z.string().optional().meta({ description: 'Which model.' }),
              },
              { description: 'One peripheral.', unknown: open },
            ),
          )
          .optional()
          .meta({ description: 'Peripherals that workloads can use.' }),
        interfaces: z
          .array(
            members(
              {
                type: z
                  .enum(['ethernet', 'wifi', 'cellular', 'bluetooth', 'usb', 'canbus', 'rs232'])
                  .meta({ description: 'What it is.' }),
              },
              { description: 'One interface.', unknown: open },
            ),
          )
          .optional()
          .meta({ description: 'Communication interfaces that workloads can use.' }),
        otelCollector: z.boolean().optional().meta({ description: 'Whether an OpenTelemetry collector runs.' }),
        supportedRuntimes: z.array(z.enum(RUNTIMES)).min(1).optional().meta({ description: 'Container runtimes.' }),
        supportedDeploymentTypes: z
          .array(z.enum(DEPLOYMENT_TYPES))
          .min(1)
          .optional()
          .meta({ description: 'Profile types that the device can deploy.' }),
      },
      { description: 'What the device is and offers.', unknown: open },
    ),
    labels: z
      .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string()), z.array(z.number())]))
      .optional()
      .meta({ description: 'Values that label selectors compare with.', rule: 'CP-05' }),
  },
  {
    id: 'DeviceCapabilitiesManifest',
    description: 'What a device is and offers to workloads.',
    rule: 'CP-00',
    unknown: { rule: 'CP-07', closed: true },
    extensions: true,
  },
);

/** What a device is and offers to workloads, 1.0.0-rc.3. */
export type DeviceCapabilitiesManifest = z.infer<typeof deviceCapabilitiesManifestSchema> & Extensions;
