import type { ConversionResult, DeltaId, DocumentPath } from '@margo-sdk/spec-model';

/** How the answer to each question that conversions ask is written. */
const SAMPLES: Readonly<Partial<Record<DeltaId, readonly string[]>>> = {
  'D-04': ['profileIds: [my-app-helm]  # in the order of the profiles'],
  'D-12': ['deviceId: edge-1'],
  'D-19': ['capabilities:', '  supportedDeploymentTypes: [helm]'],
  'D-22': ['capabilities:', '  supportedRuntimes: [oci]', '  supportedDeploymentTypes: [compose]'],
  'D-24': ['deploymentName: my-app'],
  'D-25': ['adoptedManifestVersion: 1'],
  'D-32': ['clientId: client-1'],
  'D-33': ['status: 404'],
};

/** What a device of PR1 reports, where something of it is missing. */
const RESOURCES_OF_PR1 = [
  'capabilities:',
  '  roles: [Standalone Device]',
  '  resources: { cpu: { cores: 4 }, memory: 8Gi, storage: 64Gi, peripherals: [], interfaces: [] }',
];

/** Lines of a file that answers what is left to decide; none when nothing is. */
export const decisionsSample = (result: ConversionResult): string[] => {
  const deltas = new Set(result.report.decide.map(({ delta }) => delta));
  // What a device deploys tells its roles.
  if (deltas.has('D-22')) deltas.delete('D-19');
  return [...deltas].flatMap((delta) => linesFor(delta, result));
};

const linesFor = (delta: DeltaId, result: ConversionResult): readonly string[] => {
  if (delta === 'D-16') return componentLines(result);
  return delta === 'D-19' && result.to === 'pr1' ? RESOURCES_OF_PR1 : (SAMPLES[delta] ?? []);
};

/** Where each component that is asked for may be, in the form of the revision that the document is brought to. */
const componentLines = ({ to, value, report }: ConversionResult): string[] => {
  const asked = report.decide.filter(({ delta }) => delta === 'D-16');
  const names = new Set(asked.map(({ path }) => nameOn(value, path) ?? 'my-component'));
  const place = PLACES[to === 'rc3' ? 'rc3' : 'older'];
  return ['components:', ...[...names].flatMap((name) => [`  ${keyOf(name)}:`, ...place])];
};

/** A name that YAML reads as it stands, or in quotes. */
const keyOf = (name: string): string => (/^[a-z][a-z\d-]*$/.test(name) ? name : JSON.stringify(name));

const PLACES = {
  rc3: ['    repository: oci://registry.example.com/my-component', '    revision: 1.0.0'],
  older: [
    '    packageLocation: https://packages.example.com/my-component.tar.gz',
    '    keyLocation: https://packages.example.com/my-component.asc',
  ],
} as const;

/** The name of the innermost thing on the way to a path that has one. */
const nameOn = (root: unknown, path: DocumentPath): string | undefined => {
  let value = root;
  let found: string | undefined;
  for (const part of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) break;
    value = (value as Readonly<Record<string | number, unknown>>)[part];
    const { name } = (value ?? {}) as { readonly name?: unknown };
    if (typeof name === 'string') found = name;
  }
  return found;
};
