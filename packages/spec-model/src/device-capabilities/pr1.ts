import * as z from 'zod';
import type { DocumentKind } from '../reading/document-kind.js';
import { firstFormCheck } from '../rules/device-capabilities/first-form.js';
import { resourceQuantitiesCheck } from '../rules/device-capabilities/quantities.js';
import { members } from '../schema/members.js';
import {
  apiVersionSchema,
  cpuSchema,
  identity,
  interfacesSchema,
  memorySchema,
  open,
  peripheralsSchema,
  storageSchema,
} from './parts.js';
import { lazily } from '../schema/lazily.js';

const schema = lazily(() =>
  members(
    {
      apiVersion: apiVersionSchema,
      kind: z
        .enum(['DeviceCapabilitiesManifest', 'DeviceCapabilities'])
        .meta({ description: 'DeviceCapabilitiesManifest; the first files say DeviceCapabilities.' }),
      properties: members(
        {
          ...identity,
          roles: z
            .array(z.enum(['Standalone Cluster', 'Cluster Leader', 'Standalone Device', 'Gateway']))
            .meta({ description: 'What the device can be for workloads; gone since 1.0.0-rc.2.' }),
          resources: members(
            {
              cpu: cpuSchema(['amd64', 'x86_64', 'arm64', 'arm']),
              memory: memorySchema,
              storage: storageSchema,
              peripherals: peripheralsSchema.optional(),
              interfaces: interfacesSchema.optional(),
            },
            { description: 'What workloads can have; part of properties since 1.0.0-rc.2.', unknown: open },
          ),
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

/** What a device is and offers to workloads, preview release 1. */
export type Pr1Capabilities = z.infer<ReturnType<typeof schema>>;

/** How a device capabilities manifest of preview release 1 is read. */
export const PR1_CAPABILITIES: DocumentKind<Pr1Capabilities> = {
  name: 'DeviceCapabilitiesManifest',
  revision: 'pr1',
  format: 'json',
  get schema() {
    return schema();
  },
  shapeRule: 'CP-00',
  readRule: 'CP-00',
  checks: [firstFormCheck, resourceQuantitiesCheck],
};
