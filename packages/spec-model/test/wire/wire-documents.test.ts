import { describe, expect, it } from 'vitest';
import {
  anchorsOf,
  checkDocument,
  DocumentError,
  parseDeploymentStatusManifest,
  parseStateManifest,
  safeParseDeploymentStatusManifest,
  safeParseDeviceCapabilitiesManifest,
  safeParseDiscoveryDocument,
  safeParseProblemDetail,
  safeParseSpiffeBundle,
  safeParseStateManifest,
  stringifyDeploymentStatusManifest,
  type Issue,
} from '@margo-sdk/spec-model';
import { capabilities, changed, type Loose, manifest, status } from '../documents.js';

type Read = (text: string) => { readonly ok: boolean; readonly issues: readonly Issue[] };
type Case = readonly [rule: string, what: string, change: (document: Loose) => void];

const cases = (read: Read, good: () => Loose, breakers: readonly Case[]): void => {
  it('accepts a good one without any remark', () => {
    expect(read(changed(good(), () => {}, 'json'))).toMatchObject({ ok: true, issues: [] });
  });
  it.each(breakers)('%s: %s', (rule, _, change) => {
    const { ok, issues } = read(changed(good(), change, 'json'));
    expect(
      issues.map((issue) => issue.rule),
      JSON.stringify(issues),
    ).toContain(rule);
    expect(ok).toBe(!issues.some(({ severity }) => severity === 'error'));
  });
};

describe('device capabilities manifest', () => {
  cases(safeParseDeviceCapabilitiesManifest, capabilities, [
    ['CP-00', 'peripheral of unknown type', (d) => (d.properties.peripherals[0].type = 'nic')],
    ['CP-01', 'no vendor', (d) => delete d.properties.vendor],
    ['CP-01', 'dot segment in the id', (d) => (d.properties.id = 'gw/../edge')],
    ['CP-02', 'hosting by halves', (d) => delete d.properties.cpus],
    ['CP-02', 'no collector', (d) => (d.properties.otelCollector = false)],
    ['CP-03', 'no cores', (d) => (d.properties.cpus[0].cores = 0)],
    ['CP-03', 'unknown architecture', (d) => (d.properties.cpus[0].architecture = 'riscv')],
    ['CP-04', 'no amount', (d) => (d.properties.memory = 'sixteen_gb')],
    ['CP-05', 'nested label', (d) => (d.labels.zone = { a: 1 })],
    ['CP-06', 'custom without labels', (d) => (d.properties.supportedRuntimes.push('custom'), delete d.labels)],
    ['CP-07', 'apiVersion', (d) => (d.apiVersion = 'device.margo.org/v1alpha1')],
  ]);

  it('accepts a gateway that hosts nothing (CP-02)', () => {
    const { id, vendor, modelNumber, serialNumber } = capabilities().properties;
    const text = JSON.stringify({ properties: { id, vendor, modelNumber, serialNumber } });
    expect(safeParseDeviceCapabilitiesManifest(text)).toMatchObject({ ok: true, issues: [] });
  });
});

describe('deployment status manifest', () => {
  cases(safeParseDeploymentStatusManifest, status, [
    ['SX-00', 'deploymentId missing', (d) => delete d.deploymentId],
    ['SX-01', 'unknown state', (d) => (d.status.state = 'running')],
    ['SX-01', 'component twice', (d) => (d.components[1].name = 'database')],
    ['SX-02', 'installed although one is installing', (d) => (d.status.state = 'installed')],
    ['SX-03', 'failed without error', (d) => ((d.components[1].state = 'failed'), (d.status.state = 'failed'))],
    ['SX-03', 'empty error', (d) => (d.status.error = { code: '', source: '', message: '' })],
    ['SX-04', 'error without source', (d) => (d.status.error = { code: 'X', message: 'y' })],
    ['SX-05', 'wildcard device', (d) => (d.deviceId = 'gw/*')],
    ['MX-01', 'version missing', (d) => delete d.adoptedManifestVersion],
    ['MX-01', 'version 0', (d) => (d.adoptedManifestVersion = 0)],
  ]);

  it('reads an error of empty strings as no error (M-09)', () => {
    const text = changed(status(), (d) => (d.components[0].error = { code: '', source: '', message: '' }), 'json');
    expect(parseDeploymentStatusManifest(text).components[0]).toEqual({ name: 'database', state: 'installed' });
  });

  it('reads a reserved code that came as a number (M-10)', () => {
    const text = changed(
      status(),
      (d) => {
        d.deviceId = 'gw/edge-1';
        d.status = { state: 'failed', error: { code: 102, source: 'gw', message: 'Child device unreachable' } };
        d.components[1] = { name: 'server', state: 'failed', error: { code: 102, source: 'gw', message: 'x' } };
      },
      'json',
    );
    expect(parseDeploymentStatusManifest(text).status.error?.code).toBe('102');
  });

  it('accepts both readings of the printed order (L-01)', () => {
    const mixed = (overall: string): string =>
      changed(
        status(),
        (d) => {
          d.status.state = overall;
          d.components = [
            { name: 'a', state: 'removed' },
            { name: 'b', state: 'installed' },
          ];
        },
        'json',
      );
    expect(safeParseDeploymentStatusManifest(mixed('removed')).ok).toBe(true);
    expect(safeParseDeploymentStatusManifest(mixed('installed')).ok).toBe(true);
    expect(safeParseDeploymentStatusManifest(mixed('pending')).ok).toBe(false);
  });

  it('carries a version of 2^64-1 unharmed there and back (M-06)', () => {
    const text = changed(status(), () => {}, 'json').replace(': 7', ': 18446744073709551615');
    const read = parseDeploymentStatusManifest(text);
    expect(read.adoptedManifestVersion).toBe(18446744073709551615n);
    expect(parseDeploymentStatusManifest(stringifyDeploymentStatusManifest(read))).toEqual(read);
  });
});

describe('state manifest', () => {
  cases(safeParseStateManifest, manifest, [
    ['MX-00', 'deployments missing', (d) => delete d.deployments],
    ['MX-01', 'version 0', (d) => (d.manifestVersion = 0)],
    ['MX-01', 'version negative', (d) => (d.manifestVersion = -1)],
    ['MX-01', 'version as text', (d) => (d.manifestVersion = '3')],
    ['MX-02', 'bundle left out', (d) => delete d.bundle],
    ['MX-02', 'bundle null with deployments', (d) => (d.bundle = null)],
    ['MX-02', 'bundle without deployments', (d) => (d.deployments = [])],
    ['MX-03', 'wrong media type', (d) => (d.bundle.mediaType = 'application/gzip')],
    ['MX-03', 'digest too short', (d) => (d.bundle.digest = 'sha256:abc')],
    ['MX-03', 'digest in upper case', (d) => (d.deployments[0].digest = d.deployments[0].digest.toUpperCase())],
    ['MX-03', 'unknown algorithm', (d) => (d.deployments[0].digest = `sha512:${'ab'.repeat(64)}`)],
    ['MX-03', 'url of something else', (d) => (d.deployments[0].url = '/api/v1/deployments/x')],
    ['MX-04', 'deployment twice', (d) => d.deployments.push(d.deployments[0])],
    [
      'MX-04',
      'deployment twice, in another spelling',
      (d) => d.deployments.push({ ...d.deployments[0], deploymentId: d.deployments[0].deploymentId.toUpperCase() }),
    ],
  ]);

  it.each(['1.0', '1e3', '18446744073709551616', '01', '1.5'])('refuses the version %s (MX-01)', (version) => {
    const text = `{"manifestVersion": ${version}, "bundle": null, "deployments": []}`;
    const result = safeParseStateManifest(text);
    expect(result.ok).toBe(false);
  });

  it.each([1n, 9007199254740993n, 18446744073709551615n])('reads the version %s exactly (M-06)', (version) => {
    const text = `{"manifestVersion": ${version}, "bundle": null, "deployments": []}`;
    expect(parseStateManifest(text).manifestVersion).toBe(version);
  });

  it('refuses YAML and members that stand twice', () => {
    expect(safeParseStateManifest('manifestVersion: 1\nbundle: null\ndeployments: []').issues[0]?.message).toMatch(
      /JSON/,
    );
    const twice = '{"manifestVersion": 1, "manifestVersion": 2, "bundle": null, "deployments": []}';
    expect(safeParseStateManifest(twice).ok).toBe(false);
  });

  it('throws one error with all issues', () => {
    expect(() => parseStateManifest('{}')).toThrow(DocumentError);
    try {
      parseStateManifest('{}');
    } catch (error) {
      expect(error).toMatchObject({ code: 'ERR_DOCUMENT_INVALID', issues: [{}, {}, {}] });
    }
  });
});

describe('problem document', () => {
  const good = (): Loose => ({ type: 'about:blank', title: 'Not Found', status: 404, vendor_hint: 'kept' });
  cases(safeParseProblemDetail, good, [
    ['PB-01', 'no type (M-42)', (d) => delete d.type],
    ['PB-01', 'no title', (d) => delete d.title],
    ['PB-01', 'status as text', (d) => (d.status = '404')],
    ['PB-01', 'unknown strategy', (d) => (d.backoffStrategy = 'linear')],
  ]);
  it('is PB-00 when it is no document', () => {
    expect(safeParseProblemDetail('<html>').issues[0]?.rule).toBe('PB-00');
  });
});

describe('trust documents', () => {
  const bundle = (): Loose => ({ keys: [{ kty: 'EC', use: 'x509-svid', x5c: ['MIIB'] }, { use: 'jwt-svid' }] });
  cases(safeParseSpiffeBundle, bundle, [
    ['TB-10', 'no keys', (d) => delete d.keys],
    ['TB-11', 'no anchor', (d) => d.keys.shift()],
    ['TB-10', 'keys is a mapping', (d) => (d.keys = { ...d.keys })],
    ['TB-10', 'odd sequence', (d) => (d.spiffe_sequence = '7')],
    ['TB-10', 'no time to refresh', (d) => (d.spiffe_refresh_hint = 0)],
    ['TB-10', 'one anchor of two without a certificate', (d) => d.keys.push({ ...d.keys[0], x5c: [42] })],
    ['TB-11', 'placeholder instead of a certificate', (d) => (d.keys[0].x5c = ['<base64 DER>'])],
    ['TB-11', 'key type that nobody knows', (d) => (d.keys[0].kty = 'oct')],
  ]);

  it('reads a bundle without the numbers that make no sense', () => {
    const text = changed(bundle(), (d) => Object.assign(d, { spiffe_sequence: -1, spiffe_refresh_hint: null }), 'json');
    const result = safeParseSpiffeBundle(text);
    expect(result).toMatchObject({ ok: true, value: bundle() });
    expect(result).not.toHaveProperty('value.spiffe_sequence');
    expect(result).not.toHaveProperty('value.spiffe_refresh_hint');
  });

  it('gives the first certificate of each anchor, whatever else stands between them (TB-19, TB-21)', () => {
    const anchor = { kty: 'RSA', use: 'x509-svid', n: 'AQAB', x5c: ['MIIC', 'MIID'] };
    const others = [
      'text',
      null,
      [anchor],
      { ...anchor, kty: 'ML-DSA' },
      { ...anchor, use: 'wit-svid' },
      { kty: 'EC' },
    ];
    const text = changed(bundle(), (d) => d.keys.push(...others, anchor), 'json');
    const result = safeParseSpiffeBundle(text);
    expect(result).toMatchObject({ ok: true, issues: [] });
    expect(result.ok && anchorsOf(result.value)).toEqual([
      { index: 0, entry: bundle().keys[0] as unknown, certificate: 'MIIB' },
      { index: 8, entry: anchor, certificate: 'MIIC' },
    ]);
  });

  const discovery = (): Loose => ({ trustDomain: 'factory.example', trustBundleUri: 'https://mis.example/bundle' });
  cases(safeParseDiscoveryDocument, discovery, [
    ['TB-09', 'http', (d) => (d.trustBundleUri = 'http://mis.example/bundle')],
    ['TB-09', 'no trust domain', (d) => delete d.trustDomain],
  ]);
});

describe('recognising a document', () => {
  it.each([
    ['StateManifest', manifest],
    ['DeploymentStatusManifest', status],
    ['DeviceCapabilitiesManifest', capabilities],
  ] as const)('%s', (kind, document) => {
    expect(checkDocument(JSON.stringify(document()))).toMatchObject({ kind, result: { ok: true } });
  });

  it('says that a collection is no document', () => {
    const { kind, result } = checkDocument(JSON.stringify([{ type: 'about:blank', title: 'x', status: 400 }]));
    expect(kind).toBe('ProblemDetail');
    expect(result.issues).toMatchObject([{ rule: 'PB-00', hint: 'Write each document into a file of its own.' }]);
  });
});
