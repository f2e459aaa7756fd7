import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type DeviceCapabilitiesManifest,
  explainPlacement,
  isEligible,
  type MatchExpression,
  OPERATORS,
  parseApplicationDeployment,
  parseApplicationDescription,
  parseDeviceCapabilitiesManifest,
  type Placement,
  printPlacement,
  type Reason,
} from '@margo-sdk/spec-model';
import { capabilities, changed, deployment, description, type Loose } from '../documents.js';

const device = (change: (document: Loose) => void = () => {}): DeviceCapabilitiesManifest =>
  parseDeviceCapabilitiesManifest(changed(capabilities(), change, 'json'));
/** The placement of the base description whose Helm profile has these constraints. */
const place = (deviceConstraints: unknown, on: DeviceCapabilitiesManifest | undefined = device()): Placement =>
  explainPlacement(
    parseApplicationDescription(
      changed(description(), (d) => (d.deploymentProfiles[0].deviceConstraints = deviceConstraints), 'yaml'),
    ),
    on,
  );
const helm = ({ profiles }: Placement) => {
  const [first] = profiles;
  if (!first) throw new Error('The description has profiles.');
  return first;
};
const statements = (reason: Reason): string[] => [reason.statement, ...(reason.because ?? []).flatMap(statements)];
const property = (expression: MatchExpression) => ({ propertySelector: { matchExpressions: [expression] } });
const label = (expression: MatchExpression) => ({ labelSelector: { matchExpressions: [expression] } });

describe('the placement of an application', () => {
  it('answers for each profile, in the order of the description', () => {
    const placement = explainPlacement(
      parseApplicationDescription(changed(description(), () => {}, 'yaml')),
      device((d) => (d.properties.supportedDeploymentTypes = ['compose'])),
    );
    expect(placement.profiles.map(({ id, type, fits }) => [id, type, fits])).toEqual([
      ['app-helm', 'helm', 'no'],
      ['app-compose', 'compose', 'yes'],
    ]);
    expect(placement.fits).toBe('yes');
    expect(statements(helm(placement).reason)).toEqual([
      'The helm profile app-helm does not fit on edge-1.',
      'The device offers the deployment types compose, but the profile needs helm.',
      'The device offers the runtimes oci, and the profile needs oci.',
    ]);
  });

  it('answers for the one profile of a deployment, which has no id', () => {
    const read = parseApplicationDeployment(changed(deployment(), () => {}, 'yaml'));
    const { fits, profiles } = explainPlacement(read, device());
    expect([fits, profiles[0]?.id, profiles[0]?.type]).toEqual(['yes', undefined, 'helm']);
    expect(profiles[0]?.reason.statement).toBe('The helm profile fits on edge-1.');
  });

  it('does without the device that hosts nothing, whatever the profile asks for (CAP-09)', () => {
    const gateway = device((d) => {
      const { id, vendor, modelNumber, serialNumber } = d.properties;
      d.properties = { id, vendor, modelNumber, serialNumber };
    });
    const { reason, fits } = helm(place(undefined, gateway));
    expect([fits, reason.because]).toEqual(['no', [{ statement: 'edge-1 hosts no workloads.', holds: 'no' }]]);
  });

  it('asks for a container runtime where containers are deployed, and for none where a custom profile is', () => {
    const custom = device((d) => {
      d.properties.supportedRuntimes = ['custom'];
      d.properties.supportedDeploymentTypes = ['helm', 'custom'];
    });
    expect(helm(place(undefined, custom)).fits).toBe('no');
    const byLabel = { eligibilityRules: [label({ key: 'example.com/zone', operator: 'Exists' })] };
    const read = parseApplicationDescription(
      changed(
        description(),
        (d) => Object.assign(d.deploymentProfiles[0], { type: 'custom', deviceConstraints: byLabel }),
        'yaml',
      ),
    );
    expect(helm(explainPlacement(read, custom)).fits).toBe('yes');
    expect(helm(explainPlacement(read, device())).fits).toBe('no');
    // A description that was not read may break its rules.
    const { deviceConstraints: _, ...bare } = read.deploymentProfiles[0]!;
    for (const on of [custom, undefined]) {
      const { fits, reason } = helm(explainPlacement({ ...read, deploymentProfiles: [bare] }, on));
      expect(fits).toBe('no');
      expect(statements(reason)).toContain(
        'A custom profile needs an eligibility rule with a label selector, and this has none.',
      );
    }
  });
});

describe('capacity', () => {
  it('comes from one processor, never from several (CAP-11)', () => {
    const two = device((d) => (d.properties.cpus = [{ cores: 2, architecture: 'arm64' }, { cores: 3 }]));
    const { fits, reason } = helm(place({ capacityRequirements: { cpu: { cores: 4 } } }, two));
    expect(fits).toBe('no');
    expect(statements(reason).slice(-3)).toEqual([
      'No single processor has what the profile needs: 4 cores.',
      'Processor 1 has 2 cores of arm64, but the profile needs 4 cores.',
      'Processor 2 has 3 cores, but the profile needs 4 cores.',
    ]);
    expect(helm(place({ capacityRequirements: { cpu: { cores: 3 } } }, two)).fits).toBe('yes');
    const arm = { cores: 3, architectures: ['arm64', 'arm'] };
    expect(helm(place({ capacityRequirements: { cpu: arm } }, two)).fits).toBe('no');
    expect(helm(place({ capacityRequirements: { cpu: { ...arm, cores: 2 } } }, two)).fits).toBe('yes');
  });

  it.each([
    ['memory', '16Gi', 'yes'],
    ['memory', '17Gi', 'no'],
    ['storage', '200Gi', 'yes'],
    ['storage', '1Ti', 'no'],
  ])('of %s: %s is there: %s', (what, needed, fits) => {
    expect(helm(place({ capacityRequirements: { [what]: needed } })).fits).toBe(fits);
  });

  it('is not known where an amount cannot be read, unless something else is missing (A-15)', () => {
    const odd = device((d) => (d.properties.memory = 'sixteen_gb'));
    const unknown = helm(place({ capacityRequirements: { memory: '1Gi' } }, odd));
    expect(unknown.fits).toBe('unknown');
    expect(statements(unknown.reason)).toContain(
      'The device reports a memory of "sixteen_gb", which is no amount; the profile needs 1Gi.',
    );
    expect(helm(place({ capacityRequirements: { memory: '1Gi', storage: '1Ti' } }, odd)).fits).toBe('no');
    expect(isEligible({ capacityRequirements: { memory: '1Gi' } }, odd).eligible).toBe(false);
  });
});

describe('eligibility rules', () => {
  it('are alternatives: where one holds, it is the reason', () => {
    const rules = [
      label({ key: 'example.com/zone', operator: 'In', values: ['south', 'west'] }),
      label({ key: 'example.com/zone', operator: 'In', values: ['north'] }),
    ];
    const { fits, reason } = helm(place({ eligibilityRules: rules }));
    expect(fits).toBe('yes');
    expect(statements(reason).slice(-3)).toEqual([
      'An eligibility rule holds.',
      'Eligibility rule 2 holds.',
      'The label example.com/zone is "north", and must be "north".',
    ]);
    const without = helm(place({ eligibilityRules: rules.slice(0, 1) }));
    expect(statements(without.reason).slice(-2)).toEqual([
      'Eligibility rule 1 does not hold.',
      'The label example.com/zone is "north", but must be one of "south" or "west".',
    ]);
  });

  it('hold for every device where they ask for nothing (A-24)', () => {
    expect(statements(helm(place({ eligibilityRules: [{}] })).reason)).toContain(
      'Eligibility rule 1 asks for nothing.',
    );
    expect(helm(place({ eligibilityRules: [] })).fits).toBe('yes');
  });

  it.each<readonly [MatchExpression, string]>([
    [{ key: '/none', operator: 'In', values: ['a'] }, '/none is missing, but must be "a".'],
    [
      { key: '/vendor', operator: 'NotIn', values: ['Example'] },
      '/vendor is "Example", but must be there and not be "Example".',
    ],
    [{ key: '/none', operator: 'Exists' }, '/none is missing, but must be there.'],
    [{ key: '/otelCollector', operator: 'DoesNotExist' }, '/otelCollector is true, but must not be there.'],
    [{ key: '/cpus/0/cores', operator: 'Gt', values: [4] }, '/cpus/0/cores is 4, but must be more than 4.'],
    [{ key: '/cpus/0/cores', operator: 'Lt', values: [4] }, '/cpus/0/cores is 4, but must be less than 4.'],
    [
      { key: '/supportedRuntimes', operator: 'In', values: ['custom'] },
      '/supportedRuntimes is the list of "oci", but must be "custom".',
    ],
    [{ key: '/peripherals', operator: 'In', values: ['gpu'] }, '/peripherals is a list of one, but must be "gpu".'],
    [
      {
        key: '/vendor',
        operator: 'ContainsAll',
        itemSelector: { matchExpressions: [{ key: '/a', operator: 'Exists' }] },
      },
      '/vendor is "Example", but must have an element where /a must be there.',
    ],
  ])('say what is there and what must be: %j', (expression, statement) => {
    expect(isEligible({ eligibilityRules: [property(expression)] }, device()).reasons).toEqual([statement]);
  });

  it('name the element that an expression fails on', () => {
    const expression: MatchExpression = {
      key: '/peripherals',
      operator: 'ContainsAll',
      itemSelector: {
        matchExpressions: [
          { key: '/type', operator: 'In', values: ['gpu'] },
          { key: '/manufacturer', operator: 'In', values: ['AMD'] },
        ],
      },
    };
    const { reason } = helm(place({ eligibilityRules: [property(expression)] }));
    expect(statements(reason).slice(-4)).toEqual([
      '/peripherals has no element that meets all expressions.',
      '/peripherals/0 does not fit.',
      '/peripherals/0/type is "gpu", and must be "gpu".',
      '/peripherals/0/manufacturer is "NVIDIA", but must be "AMD".',
    ]);
    const any = helm(place({ eligibilityRules: [property({ ...expression, operator: 'ContainsAny' })] }));
    expect([any.fits, statements(any.reason).at(-1)]).toEqual([
      'yes',
      '/peripherals/0/type is "gpu", and must be "gpu".',
    ]);
  });

  it('take a text for a number only where it spells one (A-26)', () => {
    const rank = (first: string) => [label({ key: 'example.com/rank', operator: 'Gt', values: [first] })];
    expect(isEligible({ eligibilityRules: rank('2.5') }, device()).eligible).toBe(true);
    for (const text of ['', ' 1', '0x1', '1e0']) {
      expect(isEligible({ eligibilityRules: rank(text) }, device()).eligible).toBe(false);
    }
  });

  it('end, however much there is to compare', () => {
    const many = device((d) => {
      d.labels['example.com/tags'] = Array.from({ length: 2000 }, (_, n) => `tag ${n}`);
      d.properties.peripherals = Array.from({ length: 2000 }, () => ({ type: 'gpu' }));
    });
    const values = Array.from({ length: 2000 }, (_, n) => `value ${n}`);
    const exists = { key: '/type', operator: 'Exists' } as const;
    const matchExpressions = [
      ...Array.from({ length: 2000 }, () => exists),
      { key: '/no', operator: 'Exists' } as const,
    ];
    for (const rule of [
      label({ key: 'example.com/tags', operator: 'NotIn', values }),
      property({ key: '/peripherals', operator: 'ContainsAll', itemSelector: { matchExpressions } }),
    ]) {
      const { fits, reason } = helm(place({ eligibilityRules: [rule] }, many));
      const all = statements(reason);
      expect([fits, all.length < 100_000]).toEqual(['no', true]);
      expect(all.at(-1)).toMatch(/ is not compared: rules and capabilities are too large for it\.$/);
    }
  });
});

const value = fc.oneof(fc.constantFrom('gpu', 'Example', 'north', '3'), fc.integer({ min: 0, max: 5 }), fc.boolean());
const expressions: fc.Arbitrary<MatchExpression> = fc.letrec<{ expression: MatchExpression }>((tie) => ({
  expression: fc
    .record({
      key: fc.constantFrom(
        '/vendor',
        '/peripherals',
        '/type',
        '/cpus/0/cores',
        '/supportedRuntimes',
        'example.com/zone',
      ),
      operator: fc.constantFrom(...OPERATORS),
      values: fc.option(fc.array(value, { minLength: 1, maxLength: 3 }), { nil: undefined }),
      itemSelector: fc.option(fc.record({ matchExpressions: fc.array(tie('expression'), { maxLength: 2 }) }), {
        nil: undefined,
        depthSize: 'small',
      }),
    })
    .map((expression) => expression),
})).expression;
const selectors = fc.option(fc.record({ matchExpressions: fc.array(expressions, { maxLength: 3 }) }), {
  nil: undefined,
});
const constraints = fc.record({
  capacityRequirements: fc.option(
    fc.record({
      cpu: fc.option(fc.record({ cores: fc.integer({ min: 1, max: 6 }) }), { nil: undefined }),
      memory: fc.constantFrom('1Gi', '64Gi'),
    }),
    { nil: undefined },
  ),
  eligibilityRules: fc.option(
    fc.array(fc.record({ propertySelector: selectors, labelSelector: selectors }), { maxLength: 3 }),
    {
      nil: undefined,
    },
  ),
});

describe('whatever the constraints', () => {
  const base = parseApplicationDescription(
    changed(
      description(),
      (d) => ((d.deploymentProfiles.length = 1), delete d.parameters, delete d.configuration),
      'yaml',
    ),
  );
  const readable = device();

  it('a device with readable capabilities gets yes or no, and isEligible gives the same answer', () => {
    fc.assert(
      fc.property(constraints, (deviceConstraints) => {
        const description = { ...base, deploymentProfiles: [{ ...base.deploymentProfiles[0]!, deviceConstraints }] };
        const { fits, reason } = helm(explainPlacement(description, readable));
        const { eligible, reasons } = isEligible(deviceConstraints, readable);
        expect(statements(reason)).not.toContain('');
        expect(fits).toBe(eligible ? 'yes' : 'no');
        expect(reasons.length === 0).toBe(eligible);
      }),
    );
  });

  it('nobody knows while nothing was reported', () => {
    fc.assert(
      fc.property(constraints, (deviceConstraints) => {
        const description = { ...base, deploymentProfiles: [{ ...base.deploymentProfiles[0]!, deviceConstraints }] };
        const { fits, reason } = helm(explainPlacement(description, undefined));
        expect(fits).toBe('unknown');
        expect(reason.statement).toBe('Whether the helm profile app-helm fits on the device is not known.');
      }),
    );
  });
});

describe('printing', () => {
  it('puts reasons below what they are reasons of', () => {
    expect(printPlacement(place({ capacityRequirements: { memory: '17Gi' } }))).toEqual([
      'no      The helm profile app-helm does not fit on edge-1.',
      '  yes     The device offers the deployment types helm and compose, and the profile needs helm.',
      '  yes     The device offers the runtimes oci, and the profile needs oci.',
      '  no      The capacity does not suffice.',
      '    no      The device has 16 Gi of memory, but the profile needs 17Gi.',
      'yes     The compose profile app-compose fits on edge-1.',
      '  yes     The device offers the deployment types helm and compose, and the profile needs compose.',
      '  yes     The device offers the runtimes oci, and the profile needs oci.',
    ]);
  });

  it('lets no document move the cursor or make up a line', () => {
    const rules = [label({ key: 'a\nyes     fits\u001b[2J\u009b1m\u202e', operator: 'Exists' })];
    const lines = printPlacement(place({ eligibilityRules: rules }));
    expect(lines.join('')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(lines.join('\n')).toContain('The label a\\u{a}yes     fits\\u{1b}[2J\\u{9b}1m\\u{202e} is missing');
  });
});
