import { describe } from 'vitest';
import { capabilities, manifest, status } from '../documents.js';
import { cases, error, warning } from '../revisions-wire/cases.js';

const DOMAIN = 'The name of the label has no domain, so that others may use it as well.';
const OWN_DOMAIN = 'Put a domain of your own in front, for example example.com/zone.';

describe('rules of device capabilities', () => {
  cases('DeviceCapabilitiesManifest', 'rc3', capabilities, [
    [
      'hosting by halves',
      (d) => {
        delete d.properties.cpus;
        delete d.properties.memory;
      },
      error('CP-02', ['properties'], 'A device that hosts workloads also reports cpus, memory.'),
    ],
    [
      'empty lists are reported all the same',
      (d) => Object.assign(d.properties, { peripherals: [], interfaces: [], storage: '' }),
      warning('CP-04', ['properties', 'storage'], 'storage is "", which is no amount.'),
    ],
    [
      'no collector',
      (d) => (d.properties.otelCollector = false),
      error('CP-02', ['properties', 'otelCollector'], 'A device that hosts workloads runs a collector (CAP-06).'),
    ],
    [
      'memory that is no amount',
      (d) => (d.properties.memory = `${'1'.repeat(100)}GB`),
      warning('CP-04', ['properties', 'memory'], `memory is "${'1'.repeat(80)}…", which is no amount.`),
    ],
    [
      'memory in a unit of storage',
      (d) => (d.properties.memory = '1 Ti'),
      warning('CP-04', ['properties', 'memory'], 'memory is "1 Ti", but it is written in Ki, Mi or Gi.'),
    ],
    [
      'list of mixed values',
      (d) => (d.labels['example.com/tags'] = ['a', 1]),
      error('CP-05', ['labels', 'example.com/tags']),
    ],
    [
      'list of booleans',
      (d) => (d.labels['example.com/tags'] = [true]),
      error('CP-05', ['labels', 'example.com/tags']),
    ],
    ['empty label', (d) => (d.labels['example.com/zone'] = null), error('CP-05', ['labels', 'example.com/zone'])],
    ['plain name', (d) => (d.labels.zone = 'a'), warning('CP-05', ['labels', 'zone'], DOMAIN, OWN_DOMAIN)],
    [
      'path without a domain',
      (d) => (d.labels['plant/zone'] = 'a'),
      warning('CP-05', ['labels', 'plant/zone'], DOMAIN, OWN_DOMAIN),
    ],
    [
      'domain without a name',
      (d) => (d.labels['example.com/'] = 'a'),
      warning('CP-05', ['labels', 'example.com/'], DOMAIN, OWN_DOMAIN),
    ],
    [
      'one dot',
      (d) => (d.labels['hyper-v.host'] = 'a'),
      warning('CP-05', ['labels', 'hyper-v.host'], DOMAIN, OWN_DOMAIN),
    ],
    [
      'a leading dot',
      (d) => (d.labels['.com/zone'] = 'a'),
      warning('CP-05', ['labels', '.com/zone'], DOMAIN, OWN_DOMAIN),
    ],
    [
      'custom type without labels',
      (d) => {
        d.properties.supportedDeploymentTypes.push('custom');
        delete d.labels;
      },
      warning('CP-06', ['properties'], 'The device offers custom without labels.'),
    ],
    [
      'custom runtime with empty labels',
      (d) => {
        d.properties.supportedRuntimes.push('custom');
        d.labels = {};
      },
      warning('CP-06', ['properties'], 'The device offers custom without labels.'),
    ],
    [
      'the name of the revision before',
      (d) => (d.properties.cpu = []),
      warning('CP-08', ['properties', 'cpu'], 'cpu is now called cpus.'),
    ],
    [
      'roles',
      (d) => (d.properties.roles = []),
      warning(
        'CP-08',
        ['properties', 'roles'],
        'There are no roles any more; supportedDeploymentTypes says what the device can deploy.',
      ),
    ],
    [
      'resources',
      (d) => (d.properties.resources = {}),
      warning('CP-08', ['properties', 'resources'], 'What was in resources now stands in properties itself.'),
    ],
  ]);

  cases(
    'DeviceCapabilitiesManifest',
    'rc3',
    () => {
      const good = capabilities();
      good.properties.supportedDeploymentTypes = ['custom'];
      good.properties.supportedRuntimes = ['custom'];
      good.labels = { 'com.example.zone': 'a', 'example.com/a/b': 1, 'a.b/c': 2 };
      return good;
    },
    [],
  );
});

describe('rules of a deployment status', () => {
  cases('DeploymentStatusManifest', 'rc3', status, [
    [
      'component twice',
      (d) => (d.components[1].name = 'database'),
      error('SX-01', ['components', 1, 'name'], 'database is reported twice.'),
    ],
    [
      'overall state',
      (d) => (d.status.state = 'installed'),
      error(
        'SX-02',
        ['status', 'state'],
        'The deployment is reported installed, but its components make it installing.',
      ),
    ],
    [
      'error of a component that did not fail',
      (d) => (d.components[0].error = { code: 'E', source: 'database', message: 'm' }),
      warning('SX-03', ['components', 0, 'error'], 'database is installed and has an error.'),
    ],
    [
      'error of a deployment that did not fail',
      (d) => (d.status.error = { code: 'E', source: 'app', message: 'm' }),
      warning('SX-03', ['status', 'error'], 'The deployment is installing and has an error.'),
    ],
    [
      'failed without an error',
      (d) => {
        d.status.state = 'failed';
        d.components[1].state = 'failed';
      },
      warning('SX-03', ['components', 1], 'server failed without an error.'),
    ],
    [
      'reserved code of a component',
      (d) => {
        d.status = { state: 'failed', error: { code: '103', source: 'edge-1', message: 'm' } };
        d.components[1] = { name: 'server', state: 'failed', error: { code: '101', source: 'edge', message: 'm' } };
      },
      error(
        'SX-04',
        ['components', 1, 'error', 'source'],
        'The code 101 is for gateways, and "edge" is none that the device is behind.',
      ),
    ],
  ]);

  cases(
    'DeploymentStatusManifest',
    'rc3',
    () => {
      const good = status();
      good.deviceId = 'gw/sub/press';
      good.status = { state: 'failed', error: { code: '102', source: 'gw', message: 'm' } };
      good.components[1] = { name: 'server', state: 'failed', error: { code: '102', source: 'gw/sub', message: 'm' } };
      return good;
    },
    [['error without message', (d) => delete d.status.error.message, error('SX-04', ['status', 'error', 'message'])]],
  );

  cases('DeploymentStatusManifest', 'rc3', () => ({ ...status(), status: { state: 'removed' }, components: [] }), []);
});

describe('rules of a state manifest', () => {
  cases('StateManifest', 'rc3', manifest, [
    [
      'bundle null with deployments',
      (d) => (d.bundle = null),
      error('MX-02', ['bundle'], 'Bundle is null although there are deployments.'),
    ],
    [
      'bundle without deployments',
      (d) => (d.deployments = []),
      error('MX-02', ['bundle'], 'Bundle is given for no deployments.'),
    ],
    [
      'url of another bundle',
      (d) => (d.bundle.url = '/x'),
      error('MX-03', ['bundle', 'url'], 'The url does not end with the digest of the bundle.'),
    ],
    [
      'url of another deployment',
      (d) => (d.deployments[0].url = '/x'),
      error('MX-03', ['deployments', 0, 'url'], 'The url does not end with the digest.'),
    ],
    [
      'deployment twice',
      (d) => d.deployments.push({ ...d.deployments[0], deploymentId: d.deployments[0].deploymentId.toUpperCase() }),
      error('MX-04', ['deployments', 1, 'deploymentId'], 'A3E2F5DC-912E-494F-8395-52CF3769BC06 stands twice.'),
    ],
  ]);
});
