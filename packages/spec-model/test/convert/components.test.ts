import type { Revision } from '@margo-sdk/spec-model';
import { describe, expect, it } from 'vitest';
import type { Loose } from '../documents.js';
import { upgrade, withProfile } from './descriptions.js';
import { told } from './told.js';

describe('components', () => {
  const properties = (own: Loose, decisions = {}, from: Revision = 'rc2-signed') => {
    const { value, steps } = upgrade(
      withProfile({ type: 'compose', id: 'p', components: [{ name: 'app', properties: own }] }),
      from,
      decisions,
    );
    const at = 'deploymentProfiles.0.components.0.properties';
    return {
      now: value.deploymentProfiles[0].components[0].properties,
      steps,
      told: told(steps)
        .filter((step) => step.includes(at))
        .map((step) => step.replaceAll(`${at}.`, '').replaceAll(at, '')),
    };
  };
  const oci = { repository: 'oci://r.example/app', revision: '1.0.0' };
  const legacy = { packageLocation: 'https://example.com/app.tar.gz', keyLocation: 'https://example.com/key.asc' };

  it('behind a web address are left to a person, who is told the address', () => {
    const { now, told, steps } = properties(legacy);
    expect(now).toEqual(legacy);
    expect(told).toEqual(['decide D-16 ']);
    expect(steps.at(-1)).toMatchObject({ suggestion: expect.stringContaining('https://example.com/app.tar.gz') });
    expect(steps.at(-1)).not.toHaveProperty('placeholder');
  });

  it('go to where they were published', () => {
    const { now, told } = properties(legacy, { components: { app: oci } });
    expect(now).toEqual(oci);
    expect(told).toEqual([
      'lost D-16 packageLocation',
      'lost D-16 keyLocation',
      'D-16  > repository',
      'D-16  > revision',
    ]);
  });

  it('need both answers', () => {
    expect(properties(legacy, { components: { app: { repository: 'oci://r.example/app' } } }).now).toEqual(legacy);
    expect(properties(legacy, { components: { app: { revision: '1.0.0' } } }).now).toEqual(legacy);
    expect(properties(legacy, { components: { other: oci } }).now).toEqual(legacy);
  });

  it('of repositories and revisions that are no OCI ones are left to a person', () => {
    const { now, told } = properties({ repository: 'https://github.com/example/chart', revision: 'v1.0.0' });
    expect(now).toEqual({ repository: 'https://github.com/example/chart', revision: 'v1.0.0' });
    expect(told).toEqual(['decide D-16 repository', 'decide D-16 revision']);
    expect(properties({}).told).toEqual(['decide D-16 repository', 'decide D-16 revision']);
  });

  it('take answers only for what is open', () => {
    const answers = { components: { app: { repository: 'oci://other.example/x', revision: '9.9.9' } } };
    expect(properties({ repository: 'http://r', revision: '1.0.0' }, answers)).toMatchObject({
      now: { repository: 'oci://other.example/x', revision: '1.0.0' },
      told: ['D-16 repository > repository'],
    });
    expect(properties({ ...oci, revision: 'main' }, answers)).toMatchObject({
      now: { repository: oci.repository, revision: '9.9.9' },
      told: ['D-16 revision > revision'],
    });
  });

  it('have revisions as OCI tags them', () => {
    const { now, told } = properties({ ...oci, revision: '1.0.0+build.5' });
    expect(now.revision).toBe('1.0.0_build.5');
    expect(told).toEqual(['D-16 revision > revision']);
  });

  it.each([
    ['5m', '5m0s'],
    ['1h', '60m0s'],
    ['1h5s', '60m5s'],
    ['90s', '1m30s'],
    ['1h 30m', '90m0s'],
  ])('have the timeout %s written as %s', (timeout, written) => {
    const { now, told } = properties({ ...oci, timeout });
    expect(now.timeout).toBe(written);
    expect(told).toEqual(['D-17 timeout > timeout']);
  });

  it.each(['soon', '', ' ', '5', '1.5m', '5m5h', '-5m', '9999999999h'])(
    'leave the timeout %j to a person',
    (timeout) => {
      const { now, told } = properties({ ...oci, timeout });
      expect(now.timeout).toBe(timeout);
      expect(told).toEqual(['decide D-17 timeout']);
    },
  );

  it('keep a timeout that is fine, whatever it counts', () => {
    expect(properties({ ...oci, timeout: '0m90s' }).told).toEqual([]);
  });

  it('wait or do not wait', () => {
    expect(properties({ ...oci, wait: 'true' })).toMatchObject({ now: { wait: true }, told: ['D-18 wait > wait'] });
    expect(properties({ ...oci, wait: 'false' })).toMatchObject({ now: { wait: false }, told: ['D-18 wait > wait'] });
    expect(properties({ ...oci, wait: 'yes' })).toMatchObject({ now: { wait: 'yes' }, told: [] });
    expect(properties({ ...oci, wait: true })).toMatchObject({ now: { wait: true }, told: [] });
  });
});
