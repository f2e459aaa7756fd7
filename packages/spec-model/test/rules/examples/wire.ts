import {
  checkBundleContents,
  checkCapabilitiesFor,
  checkStatusAgainst,
  parseApplicationDeployment,
  parseDeploymentStatusManifest,
  parseStateManifest,
} from '@margo-sdk/spec-model';
import * as documents from '../../documents.js';
import { changed, type Loose } from '../../documents.js';
import { onboardingRequest, rc2SignedCapabilities } from '../../revisions-wire/documents.js';
import { against, type Change, type Example, type ExamplesOf, found, json, text } from './example.js';

const capabilities = (change?: Change): Example => json('DeviceCapabilitiesManifest', documents.capabilities(), change);
const status = (change?: Change): Example => json('DeploymentStatusManifest', documents.status(), change);
const manifest = (change?: Change): Example => json('StateManifest', documents.manifest(), change);
const inCapabilities = against(capabilities);
const inStatus = against(status);
const inManifest = against(manifest);

const failed = (code: string, source: string): Loose => ({ state: 'failed', error: { code, source, message: 'No.' } });

/** A status beside its deployment. */
const reported = (change: (status: Loose, deployment: Loose) => unknown = () => {}): Example =>
  found(() => {
    const [said, deployed] = [documents.status(), documents.deployment()];
    change(said, deployed);
    return checkStatusAgainst(
      parseDeploymentStatusManifest(JSON.stringify(said)),
      parseApplicationDeployment(changed(deployed, () => {}, 'yaml')),
    );
  });
const of = (id: string, deviceId: string, gateways?: readonly string[]): Example =>
  found(() => checkCapabilitiesFor({ properties: { id } }, { deviceId, ...(gateways ? { gateways } : {}) }));
const bundle = (...digests: string[]): Example =>
  found(() => checkBundleContents(parseStateManifest(JSON.stringify(documents.manifest())), digests));

/** Rules of device capabilities. */
export const CAPABILITIES_EXAMPLES: ExamplesOf<'CP'> = {
  'CP-00': {
    fails: [text('DeviceCapabilitiesManifest', '[]'), capabilities((d) => (d.properties.peripherals = 'none'))],
    passes: [capabilities()],
  },
  'CP-01': {
    fails: [capabilities((d) => (d.properties.vendor = '')), of('edge-2', 'edge-1')],
    passes: [capabilities(), of('edge-1', 'edge-1')],
  },
  'CP-02': inCapabilities(
    (d) => delete d.properties.memory,
    (d) => (d.properties.otelCollector = false),
  ),
  'CP-03': inCapabilities(
    (d) => (d.properties.cpus[0].cores = 0),
    (d) => (d.properties.cpus[0].architecture = 'mips'),
  ),
  'CP-04': inCapabilities((d) => (d.properties.memory = '16 GB')),
  'CP-05': inCapabilities((d) => (d.labels['example.com/zone'] = { north: true })),
  'CP-06': {
    fails: [capabilities((d) => (d.properties.supportedDeploymentTypes.push('custom'), delete d.labels))],
    passes: [capabilities((d) => d.properties.supportedDeploymentTypes.push('custom')), capabilities()],
  },
  'CP-07': inCapabilities((d) => (d.firmware = '1.0.0')),
  'CP-08': {
    fails: [capabilities((d) => (d.properties.roles = ['Standalone Device']))],
    passes: [capabilities(), json('DeviceCapabilitiesManifest', rc2SignedCapabilities(), undefined, 'rc2-signed')],
  },
};

/** Rules of gateways. */
export const GATEWAY_EXAMPLES: ExamplesOf<'GW'> = {
  'GW-01': {
    fails: [of('gateway/press', 'gateway/press', ['other'])],
    passes: [of('gateway/press', 'gateway/press', ['gateway']), of('gateway', 'gateway', [])],
  },
};

/** Rules of deployment status. */
export const STATUS_EXAMPLES: ExamplesOf<'SX'> = {
  'SX-00': {
    fails: [text('DeploymentStatusManifest', 'status'), status((d) => delete d.deploymentId)],
    passes: [status()],
  },
  'SX-01': {
    fails: [
      status((d) => (d.status.state = 'running')),
      status((d) => (d.components[1].name = 'database')),
      reported((d) => d.components.shift()),
    ],
    passes: [status(), reported()],
  },
  'SX-02': inStatus((d) => (d.status.state = 'installed')),
  'SX-03': inStatus((d) => Object.assign(d.components[0], failed('E1', 'database'), { state: 'installed' })),
  'SX-04': {
    fails: [
      status((d) => (d.status = { state: 'failed', error: { code: 'E1' } })),
      reported((d) => ((d.status = failed('102', 'edge-1')), Object.assign(d.components[0], failed('E1', 'database')))),
    ],
    passes: [
      status((d) => ((d.status = failed('E1', 'app')), Object.assign(d.components[0], failed('E1', 'database')))),
    ],
  },
  'SX-05': {
    fails: [
      status((d) => (d.deviceId = 'edge 1')),
      reported((d, of) => (delete d.deviceId, (of.metadata.deviceId = 'gateway/press'))),
    ],
    passes: [status(), status((d) => delete d.deviceId), reported((d) => delete d.deviceId)],
  },
};

/** Rules of state manifests. */
export const MANIFEST_EXAMPLES: ExamplesOf<'MX'> = {
  'MX-00': { fails: [text('StateManifest', '[1'), manifest((d) => delete d.deployments)], passes: [manifest()] },
  'MX-01': {
    fails: [
      manifest((d) => (d.manifestVersion = 0)),
      text('StateManifest', '{"manifestVersion": 1.0, "bundle": null, "deployments": []}'),
    ],
    passes: [text('StateManifest', '{"manifestVersion": 18446744073709551615, "bundle": null, "deployments": []}')],
  },
  'MX-02': inManifest(
    (d) => (d.bundle = null),
    (d) => delete d.bundle,
    (d) => (d.deployments = []),
  ),
  'MX-03': inManifest(
    (d) => (d.bundle.mediaType = 'application/gzip'),
    (d) => (d.deployments[0].url = '/api/v1/deployments/x'),
  ),
  'MX-04': {
    fails: [manifest((d) => d.deployments.push(d.deployments[0])), bundle(), bundle(`sha256:${'cd'.repeat(32)}`)],
    passes: [manifest(), bundle(`sha256:${'ab'.repeat(32)}`)],
  },
};

const problem = (change?: Change): Example =>
  json('ProblemDetail', { type: 'about:blank', title: 'Not Found', status: 404 }, change);

/** Rules of problem documents. */
export const PROBLEM_EXAMPLES: ExamplesOf<'PB'> = {
  'PB-00': { fails: [text('ProblemDetail', '<html>'), text('ProblemDetail', '[]')], passes: [problem()] },
  'PB-01': against(problem)(
    (d) => delete d.type,
    (d) => (d.status = '404'),
  ),
};

const request = (change?: Change): Example => json('OnboardingRequest', onboardingRequest(), change, 'rc2-signed');

/** Rules of onboarding. */
export const ONBOARDING_EXAMPLES: ExamplesOf<'OR'> = {
  'OR-00': against(request)((d) => delete d.certificate),
};

const discovery = (change?: Change): Example =>
  json('DiscoveryDocument', { trustDomain: 'example.com', trustBundleUri: 'https://example.com/bundle' }, change);
/** As much of a certificate as tells it from other things. */
const CERTIFICATE = 'MAA=';
const trust = (change?: Change): Example =>
  json('SpiffeBundle', { spiffe_sequence: 1, keys: [{ kty: 'EC', use: 'x509-svid', x5c: [CERTIFICATE] }] }, change);

/** Rules of the trust bundle and of its discovery. */
export const TRUST_EXAMPLES: ExamplesOf<'TB'> = {
  'TB-09': against(discovery)(
    (d) => delete d.trustDomain,
    (d) => (d.trustBundleUri = 'http://example.com/bundle'),
  ),
  'TB-10': against(trust)((d) => delete d.keys),
  'TB-11': against(trust)((d) => (d.keys = [])),
};
