import { checkDocument, documentKind } from '@margo-sdk/spec-model';
import { describe, expect, it } from 'vitest';
import { type Loose, manifest } from '../documents.js';
import { cases, check, error, warning } from './cases.js';
import { certificate, onboardingRequest } from './documents.js';

describe('state manifest', () => {
  const older = (): Loose => JSON.parse(JSON.stringify(manifest()).replaceAll('/api/v1/', '/api/v1/clients/1234/'));
  for (const revision of ['pr1', 'rc2-signed'] as const)
    cases('StateManifest', revision, older, [
      ['version 0', (d) => (d.manifestVersion = 0), error('MX-01', ['manifestVersion'])],
      ['no bundle', (d) => delete d.bundle, error('MX-02', ['bundle'])],
      [
        'url of something else',
        (d) => (d.bundle.url = '/api/v1/clients/1234/bundles/x'),
        error('MX-03', ['bundle', 'url']),
      ],
    ]);
  cases('StateManifest', 'rc2-mtls', manifest, [
    [
      'deployment twice',
      (d) => d.deployments.push(d.deployments[0]),
      error('MX-04', ['deployments', 1, 'deploymentId']),
    ],
  ]);
  it('does not exist in the pre-draft, which had a repository for it', () => {
    expect(documentKind('StateManifest', 'predraft-2024-10')).toBeUndefined();
  });
});

describe('the body of an error', () => {
  const older = (): Loose => ({ error: 'Client rejected', message: 'The certificate is not known.' });
  for (const revision of ['pr1', 'rc2-signed'] as const)
    cases('ProblemDetail', revision, older, [
      ['no error', (d) => delete d.error, error('PB-00', ['error'])],
      ['empty error', (d) => (d.error = ''), error('PB-00', ['error'])],
      ['a number for a message', (d) => (d.message = 401), error('PB-00', ['message'])],
      ['another member', (d) => (d.status = 401), warning('PB-00', ['status'])],
    ]);
  cases('ProblemDetail', 'rc2-mtls', () => ({ type: 'about:blank', title: 'Not Found', status: 404 }), [
    ['no title', (d) => delete d.title, error('PB-01', ['title'])],
  ]);
});

describe('trust documents of 1.0.0-rc.2 with mutual TLS', () => {
  cases('SpiffeBundle', 'rc2-mtls', () => ({ keys: [{ kty: 'EC', use: 'x509-svid', x5c: ['MIIB'] }] }), [
    ['no anchor', (d) => (d.keys = []), error('TB-11', ['keys'])],
  ]);
  cases(
    'DiscoveryDocument',
    'rc2-mtls',
    () => ({ trustDomain: 'a.example', trustBundleUri: 'https://mis.example/b' }),
    [['http', (d) => (d.trustBundleUri = 'http://mis.example/b'), error('TB-09', ['trustBundleUri'])]],
  );
});

describe('onboarding', () => {
  for (const revision of ['pr1', 'rc2-signed'] as const) {
    cases('OnboardingRequest', revision, onboardingRequest, [
      ['no apiVersion', (d) => delete d.apiVersion, error('OR-00', ['apiVersion'])],
      ['another kind', (d) => (d.kind = 'Onboarding'), error('OR-00', ['kind'])],
      ['a certificate that is no base64', (d) => (d.certificate = 'MIID…'), error('OR-00', ['certificate'])],
      ['another member', (d) => (d.deviceId = 'edge-1'), warning('OR-00', ['deviceId'])],
    ]);
    cases('OnboardingResponse', revision, () => ({ clientId: 'b2Zm-aWNl_' }), [
      ['no clientId', (d) => delete d.clientId, error('OR-00', ['clientId'])],
      ['a clientId with a slash', (d) => (d.clientId = 'a/b'), error('OR-00', ['clientId'])],
    ]);
    cases('CACertificate', revision, () => ({ certificate: certificate.replace('A', 'A\n') }), [
      ['no certificate', (d) => delete d.certificate, error('OR-00', ['certificate'])],
      ['padding in the middle', (d) => (d.certificate = 'MII=D'), error('OR-00', ['certificate'])],
    ]);
  }

  it('reads the request of the first files', () => {
    expect(check('OnboardingRequest', 'pr1', { public_certificate: certificate })).toMatchObject({
      ok: true,
      value: onboardingRequest(),
      issues: [
        {
          rule: 'OR-00',
          severity: 'warning',
          path: ['public_certificate'],
          hint: 'Write apiVersion, kind and certificate.',
        },
      ],
    });
    expect(check('OnboardingRequest', 'rc2-signed', { public_certificate: certificate }).ok).toBe(false);
    const both = { ...onboardingRequest(), public_certificate: 'MIIX' };
    expect(check('OnboardingRequest', 'pr1', both)).toMatchObject({ value: { certificate } });
  });

  it('reads the response of the first files', () => {
    expect(check('OnboardingResponse', 'pr1', { client_id: 'a1' })).toMatchObject({
      ok: true,
      value: { clientId: 'a1' },
      issues: [{ rule: 'OR-00', severity: 'warning', path: ['client_id'], hint: 'Write clientId.' }],
    });
    expect(check('OnboardingResponse', 'rc2-signed', { client_id: 'a1' }).ok).toBe(false);
    expect(check('OnboardingResponse', 'pr1', { client_id: 'a1', clientId: 'b2' })).toMatchObject({
      value: { clientId: 'b2' },
    });
  });

  it('is held to the last revision that has it when nothing can be read', () => {
    expect(checkDocument('<html>', { kind: 'OnboardingRequest' })).toMatchObject({
      revision: 'rc2-signed',
      result: { ok: false, issues: [{ rule: 'OR-00' }] },
    });
  });
});
