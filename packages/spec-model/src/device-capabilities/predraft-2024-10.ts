import * as z from 'zod';
import type { DocumentKind } from '../reading/document-kind.js';
import { isMapping, type Mapping } from '../reading/mapping.js';
import { members } from '../schema/members.js';
import { apiVersionSchema, coresSchema, identity, open } from './parts.js';
import { lazily } from '../schema/lazily.js';

/** The text writes roles with capitals, its example without, and one of them in two ways. */
const ROLES = [
  'Standalone Cluster',
  'Cluster Leader',
  'Standalone Device',
  'standalone cluster',
  'cluster leader',
  'cluster lead',
  'standalone device',
] as const;

const amount = (description: string) =>
  z.union([z.string(), z.number()]).optional().meta({ description, unit: 'gigabytes unless it says otherwise' });

const partSchema = (description: string) =>
  members(
    {
      name: z.string().optional().meta({ description: 'Name of the product.' }),
      type: z.string().optional().meta({ description: 'What it is, in free words.' }),
      modelNumber: z.string().optional().meta({ description: 'Which model.' }),
      properties: z
        .record(z.string(), z.unknown())
        .optional()
        .meta({ description: 'Whatever else there is to say, by name.' }),
    },
    { description, unknown: open },
  );

const cpuSchema = lazily(() =>
  members(
    {
      cores: coresSchema,
      architecture: z.string().optional().meta({ description: 'Architecture, in free words.' }),
      cpuArchitecture: z.string().optional().meta({ description: 'Architecture, by its other name.' }),
      frequency: z
        .union([z.string(), z.number()])
        .optional()
        .meta({ description: 'Clock rate.', unit: 'gigahertz unless it says otherwise' }),
    },
    { description: 'One processor.', rule: 'CP-03', unknown: open },
  ),
);

const schema = lazily(() =>
  members(
    {
      apiVersion: apiVersionSchema.meta({ description: 'Version of the interface, device.margo/v1.' }),
      kind: z
        .enum(['DeviceCapabilities', 'DeviceCapability'])
        .meta({ description: 'DeviceCapabilities in the text, DeviceCapability in its example.' }),
      properties: members(
        {
          ...identity,
          roles: z.array(z.enum(ROLES)).meta({ description: 'What the device can be for workloads.' }),
          resources: members(
            {
              cpus: z.array(cpuSchema()).optional().meta({ description: 'Processors.', rule: 'CP-03' }),
              memory: amount('Memory for workloads.'),
              storage: amount('Storage for workloads.'),
            },
            { description: 'What workloads can have.', unknown: open },
          ),
          peripherals: z
            .array(partSchema('One peripheral.'))
            .optional()
            .meta({ description: 'Peripherals that workloads can use.' }),
          interfaces: z
            .array(partSchema('One interface.'))
            .optional()
            .meta({ description: 'Communication interfaces that workloads can use.' }),
        },
        { description: 'What the device is and offers.', unknown: open },
      ),
    },
    {
      description: 'What a device is and offers to workloads.',
      section: 'device capabilities',
      rule: 'CP-00',
      unknown: open,
    },
  ),
);

/** What a device is and offers to workloads, pre-draft of October 2024. */
export type PredraftCapabilities = z.infer<ReturnType<typeof schema>>;

/** The table of the pre-draft has a list of resources, its example one mapping. */
const oneOfResources = (document: Mapping): Record<string, unknown> => {
  const { properties } = document;
  const resources = isMapping(properties) ? properties['resources'] : undefined;
  if (!isMapping(properties) || !Array.isArray(resources) || resources.length !== 1) return document;
  return { ...document, properties: { ...properties, resources: resources[0] as unknown } };
};

/** How a device capabilities manifest of the pre-draft of October 2024 is read. */
export const PREDRAFT_CAPABILITIES: DocumentKind<PredraftCapabilities> = {
  name: 'DeviceCapabilitiesManifest',
  revision: 'predraft-2024-10',
  format: 'json',
  get schema() {
    return schema();
  },
  shapeRule: 'CP-00',
  readRule: 'CP-00',
  tolerate: oneOfResources,
  checks: [],
};
