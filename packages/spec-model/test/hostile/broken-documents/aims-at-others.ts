import type { RuleId } from '@margo-sdk/spec-model';
import type { Loose } from '../../documents.js';
import { type Base, DEPLOYMENTS, WIRE } from './bases.js';
import type { Aim } from './campaign.js';

const REVISIONS_OF_TODAY = ['rc2-mtls', 'rc3'];

const at =
  (...bases: Aim['bases']) =>
  (rule: RuleId, change: Aim['change']): Aim => ({ rule, bases, change });
const wire = (kind: Base['kind'], ...revisions: string[]): Base[] =>
  WIRE.filter((base) => base.kind === kind && (revisions.length === 0 || revisions.includes(base.revision)));

const [plainDeployment, deployed] = DEPLOYMENTS.filter(({ revision }) => revision === 'rc3');
const today = at(...[plainDeployment, deployed].filter((base) => base !== undefined));
/** Made from the description that it is compared with. */
const made = at(...[deployed].filter((base) => base !== undefined));

const profile = (d: Loose): Loose => d.spec.deploymentProfile;

/** Rules of deployments, those of a deployment beside its description or a device included. */
export const DEPLOYMENT_AIMS: readonly Aim[] = [
  today('AX-00', (d, r) => (d[r.word()] = r.word())),
  today('AX-01', (d, r) => (d.id = r.pick([r.word(), 7, '']))),
  today(
    'AX-02',
    (d, r) => (d.metadata[r.pick(['deviceId', 'name', 'namespace'])] = r.pick(['a b', '', 'gw/*/x', `-${r.word()}`])),
  ),
  made('AX-03', (d, r) => (d.spec.applicationId = r.word())),
  made('AX-04', (d, r) => (profile(d).components[0].properties.revision = `${r.below(99)}.${r.below(99)}.1`)),
  made('AX-04', (d, r) => (profile(d).type = r.pick(['compose', 'custom', r.word()]))),
  today('AX-05', (d, r) => (d.spec.parameters.poll.targets[0].components = [r.word()])),
  made('AX-06', (d, r) => (d.spec.parameters[r.word()] = d.spec.parameters.site)),
  made('AX-06', (d, r) => delete d.spec.parameters[r.pick(['poll', 'site'])]),
  made('AX-07', (d, r) => (r.pick<Loose>([profile(d), profile(d).components[1]])[`x-${r.word()}-extensions`] = {})),
  made('AX-07', (d) => (d.spec['x-acme-extensions'] = { team: 'one' })),
  today('AX-08', (d, r) => (d[r.pick(['apiVersion', 'kind'])] = r.word())),
  made(
    'AX-09',
    (d, r) => (profile(d).deviceConstraints = { capacityRequirements: { memory: `${17 + r.below(999)}Gi` } }),
  ),
  made('AX-09', (d, r) => (profile(d).type = r.pick(['custom', 'compose']))),
  made('DC-09', (d) => delete profile(d).deviceConstraints),
  made(
    'DC-09',
    (d, r) => (profile(d).deviceConstraints = { capacityRequirements: { storage: `${1 + r.below(99)}Mi` } }),
  ),
];

const device = at(...wire('DeviceCapabilitiesManifest', ...REVISIONS_OF_TODAY));
const status = at(...wire('DeploymentStatusManifest', ...REVISIONS_OF_TODAY));
const manifest = at(...wire('StateManifest'));
const problem = at(...wire('ProblemDetail'));
const request = at(...wire('OnboardingRequest'));
const trust = at(...wire('SpiffeBundle'));
const discovery = at(...wire('DiscoveryDocument'));

/** Rules of what devices and fleet managers tell each other. */
export const WIRE_AIMS: readonly Aim[] = [
  device('CP-00', (d, r) => (d.properties[r.pick(['peripherals', 'interfaces', r.word()])] = r.word())),
  device('CP-01', (d, r) => (d.properties[r.pick(['vendor', 'modelNumber', 'serialNumber'])] = '')),
  device('CP-02', (d, r) => delete d.properties[r.pick(['cpus', 'memory', 'storage', 'supportedRuntimes'])]),
  device('CP-03', (d, r) => (d.properties.cpus = [{ cores: r.pick([0, -1, 4]), architecture: r.word() }])),
  device('CP-04', (d, r) => (d.properties[r.pick(['memory', 'storage'])] = `${r.below(99)} ${r.word()}`)),
  device('CP-05', (d, r) => (d.labels[r.word()] = r.pick<Loose>(['a', { a: 1 }, null, [1, 'a']]))),
  device(
    'CP-06',
    (d, r) => (d.properties[r.pick(['supportedRuntimes', 'supportedDeploymentTypes'])].push('custom'), delete d.labels),
  ),
  device('CP-07', (d, r) => (d[r.word()] = r.word())),
  device('CP-08', (d, r) => (d.properties[r.pick(['roles', 'resources', 'cpu'])] = r.pick<Loose>([[], {}, r.word()]))),
  device('GW-01', (d, r) => (d.properties.id = `${r.word()}/${r.word()}`)),

  status('SX-00', (d, r) => (d.adoptedManifestVersion = r.pick<Loose>(['7', r.word(), null]))),
  status('SX-01', (d, r) => (d.components[0].state = r.word())),
  status('SX-01', (d) => (d.components[1].name = d.components[0].name)),
  status('SX-02', (d, r) => (d.status = { state: r.pick(['installed', 'removed', 'pending']) })),
  status('SX-03', (d) =>
    Object.assign(d.components[0], { state: 'installed', error: { code: '1', source: 'a', message: 'No.' } }),
  ),
  status(
    'SX-04',
    (d, r) =>
      (d.status = {
        state: 'failed',
        error: { code: r.pick(['101', '102', '103']), source: r.word(), message: 'No.' },
      }),
  ),
  status('SX-05', (d, r) => (d.deviceId = r.pick<Loose>(['a b', `${r.word()}//a`, '', 7]))),
  status('SX-05', (d) => delete d.deviceId),

  manifest('MX-00', (d, r) => (d.deployments = r.pick<Loose>([{}, r.word(), null]))),
  manifest('MX-01', (d, r) => (d.manifestVersion = r.pick<Loose>([0, -r.below(99), 1.5, 18446744073709551616n, '7']))),
  manifest('MX-02', (d, r) => (r.chance(0.5) ? (d.bundle = null) : (d.deployments = []))),
  manifest('MX-03', (d, r) => (d.bundle[r.pick(['mediaType', 'digest', 'url'])] = r.word())),
  manifest('MX-04', (d) => d.deployments.push(d.deployments[0])),
  problem('PB-00', (d, r) => (d[r.word()] = r.word())),
  at(...wire('ProblemDetail', 'pr1', 'rc2-signed'))('PB-00', (d, r) => (d.error = r.pick<Loose>(['', 7, null]))),
  at(...wire('ProblemDetail', ...REVISIONS_OF_TODAY))('PB-01', (d, r) => delete d[r.pick(['type', 'title', 'status'])]),
  request('OR-00', (d, r) => (d[r.word()] = r.word())),
  discovery('TB-09', (d, r) => (d.trustBundleUri = r.pick([`http://${r.word()}`, r.word(), 7]))),
  trust('TB-10', (d, r) => (d.keys = r.pick<Loose>([{}, r.word(), [1]]))),
  trust('TB-11', (d, r) => (d.keys = r.pick<Loose>([[], [{ kty: 'EC', use: 'jwt-svid', kid: r.word() }]]))),
];
