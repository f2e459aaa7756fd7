import * as z from 'zod';
import { INTERFACE_TYPES, PERIPHERAL_TYPES } from '../identifiers/device-parts.js';
import { PATTERNS } from '../identifiers/patterns.js';
import { members } from '../schema/members.js';

const unknown = { rule: 'AD-31' } as const;
const text = (description: string) => z.string().optional().meta({ description });

/** Architectures that PR1 could ask for. */
export const ARCHITECTURES_OF_PR1 = ['amd64', 'x86_64', 'arm64', 'arm', 'riscv64', 'other'] as const;

/** Schema of what a profile asked of a device from PR1 until 1.0.0-rc.3. */
export const requiredResourcesSchema = <Architecture extends string>(architectures: readonly Architecture[]) =>
  members(
    {
      cpu: members(
        {
          cores: z.number().positive().meta({ description: 'Cores; 0.5 is half a core.', unit: 'cores' }),
          architectures: z.array(z.enum(architectures)).optional().meta({ description: 'Architectures that will do.' }),
        },
        { description: 'What the processors must supply.', unknown },
      ).optional(),
      memory: z
        .string()
        .regex(PATTERNS.memory)
        .optional()
        .meta({ description: 'Memory, in Ki, Mi or Gi.', unit: 'bytes' }),
      storage: z
        .string()
        .regex(PATTERNS.storage)
        .optional()
        .meta({ description: 'Storage, in Ki to Ei.', unit: 'bytes' }),
      peripherals: z
        .array(
          members(
            {
              type: z.enum([...PERIPHERAL_TYPES, 'other']).meta({ description: 'What the peripheral is.' }),
              manufacturer: text('Who made it.'),
              model: text('Its model.'),
            },
            { description: 'One peripheral that the device must have.', unknown },
          ),
        )
        .optional()
        .meta({ description: 'Peripherals that the device must have, all of them.' }),
      interfaces: z
        .array(
          members(
            { type: z.enum([...INTERFACE_TYPES, 'other']).meta({ description: 'What the interface is.' }) },
            { description: 'One interface that the device must have.', unknown },
          ),
        )
        .optional()
        .meta({ description: 'Communication interfaces that the device must have, all of them.' }),
    },
    {
      description: 'What the application needs; what follows where it is missing was left open.',
      rule: 'AD-28',
      unknown,
    },
  );

/** What a profile asked of a device from PR1 until 1.0.0-rc.3. */
export type RequiredResources = z.infer<
  ReturnType<typeof requiredResourcesSchema<(typeof ARCHITECTURES_OF_PR1)[number]>>
>;
