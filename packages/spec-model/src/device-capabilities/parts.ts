import * as z from 'zod';
import { INTERFACE_TYPES, PERIPHERAL_TYPES } from '../identifiers/device-parts.js';
import { deviceIdSchema } from '../identifiers/schemas.js';
import { members } from '../schema/members.js';

/** What an unknown member breaks wherever the schema leaves an object open. */
export const open = { rule: 'CP-00' } as const;

/** Who a device is; the same in every revision but the first. */
export const identity = {
  id: deviceIdSchema.meta({ rule: 'CP-01' }),
  vendor: z.string().min(1).meta({ description: 'Who made the device.', rule: 'CP-01' }),
  modelNumber: z.string().min(1).meta({ description: 'Model.', rule: 'CP-01' }),
  serialNumber: z.string().min(1).meta({ description: 'Serial number.', rule: 'CP-01' }),
};

/** The number of cores of a processor. */
export const coresSchema = z.number().positive().meta({ description: 'Cores; 0.5 is half a core.', unit: 'cores' });

/** One processor; revisions differ in the architectures that they know. */
export const cpuSchema = <const Names extends readonly string[]>(architectures: Names) =>
  members(
    { cores: coresSchema, architecture: z.enum(architectures).optional().meta({ description: 'Architecture.' }) },
    { description: 'One processor.', rule: 'CP-03', unknown: open },
  );

/** Memory that workloads can have. */
export const memorySchema = z.string().meta({ description: 'Memory for workloads, for example 59Gi.', unit: 'bytes' });

/** Storage that workloads can have. */
export const storageSchema = z
  .string()
  .meta({ description: 'Storage for workloads, for example 1862Gi.', unit: 'bytes' });

/** Peripherals, since PR1. */
export const peripheralsSchema = z
  .array(
    members(
      {
        type: z.enum(PERIPHERAL_TYPES).meta({ description: 'What it is.' }),
        manufacturer: z.string().optional().meta({ description: 'Who made it.' }),
        model: z.string().optional().meta({ description: 'Which model.' }),
      },
      { description: 'One peripheral.', unknown: open },
    ),
  )
  .meta({ description: 'Peripherals that workloads can use.' });

/** Communication interfaces, since PR1. */
export const interfacesSchema = z
  .array(
    members(
      {
        type: z.enum(INTERFACE_TYPES).meta({ description: 'What it is.' }),
      },
      { description: 'One interface.', unknown: open },
    ),
  )
  .meta({ description: 'Communication interfaces that workloads can use.' });

/** Whether the device collects telemetry, since 1.0.0-rc.2. */
export const otelCollectorSchema = z.boolean().meta({ description: 'Whether an OpenTelemetry collector runs.' });

/** The version that older revisions give their documents. */
export const apiVersionSchema = z
  .string()
  .min(1)
  .meta({ description: 'Version of the interface, device.margo.org/v1alpha1.' });
