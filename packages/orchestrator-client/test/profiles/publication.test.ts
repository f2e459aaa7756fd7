import { sha256Digest } from '@margo-sdk/protocol';
import { checkDocument, convertDocument, DocumentError, parseStateManifest } from '@margo-sdk/spec-model';
import { describe, expect, it } from 'vitest';
import { createMemoryStore, publishDesiredState } from '../../src/index.js';
import { bytesOf, createFleet, deployment, MONITOR, PRESS, utf8, VISION, type Fleet } from '../fixture.js';
import { hostIn, pathOf, PR1_DEPLOYMENT, RC2_DEPLOYMENT, SIGNED_PROFILES } from './spoken.js';

const CONSTRAINED = deployment().replace(
  '    type: helm\n',
  '    type: helm\n    deviceConstraints: { matchLabels: { zone: [a] } }\n',
);

const COMPOSE = deployment()
  .replace('type: helm', 'type: compose')
  .replace('oci://registry.example/charts/collector', 'oci://registry.example/apps/collector');

describe.each(SIGNED_PROFILES)('what is published in %s', (profile) => {
  const served = async (fleet: Fleet) => {
    const response = await fleet.ask('GET', pathOf(profile, 'stateManifest'));
    const [entry] = parseStateManifest(await bytesOf(response)).deployments;
    const digest = entry?.digest ?? '';
    const bytes = await bytesOf(await fleet.ask('GET', pathOf(profile, 'deployment', { digest })));
    expect(await sha256Digest(bytes)).toBe(digest);
    return new TextDecoder().decode(bytes);
  };
  const own = profile === 'rc2-signed' ? RC2_DEPLOYMENT : PR1_DEPLOYMENT;

  it('stays the bytes that were given, when they are of the profile (DS-31)', async () => {
    const fleet = createFleet({ profile });
    await fleet.publish(PRESS, [utf8(own)]);
    expect(await served(fleet)).toBe(own);
    expect((await fleet.publish(PRESS, [own])).changed).toBe(false);
  });

  it('is converted once, with its comments, when it is of rc3', async () => {
    const fleet = createFleet({ profile });
    await fleet.publish(PRESS, [deployment()]);
    const text = await served(fleet);
    expect(text).toMatch(/^# 1\.0\.0\n/);
    const { revision, result } = checkDocument(text, { kind: 'ApplicationDeployment' });
    expect([revision, result.ok]).toEqual([profile === 'rc2-signed' ? 'rc2-signed' : 'pr1', true]);
    expect((await fleet.publish(PRESS, [deployment()])).changed).toBe(false);
    expect((await fleet.update(PRESS, { set: [deployment()] })).changed).toBe(false);
    expect((await fleet.update(PRESS, { set: [deployment(VISION)] })).manifestVersion).toBe(2n);
    expect((await fleet.publish(PRESS, [deployment(), deployment(VISION)])).changed).toBe(false);
  });

  it('is told of with whom and what it is for, as in rc3', async () => {
    const fleet = createFleet({ profile });
    await fleet.publish(PRESS, [deployment(MONITOR, { deviceId: 'press-9' })]);
    expect(await fleet.store.wanted(PRESS)).toMatchObject([
      { deploymentId: MONITOR, deviceId: 'press-9', components: ['collector'] },
    ]);
  });

  it('does not lose silently what the revision has no place for (M-66)', async () => {
    const fleet = createFleet({ profile });
    const refused = fleet.publish(PRESS, [CONSTRAINED]);
    await expect(refused).rejects.toMatchObject({
      code: 'ERR_CONVERSION_LOSS',
      message: expect.stringContaining('spec.deploymentProfile.deviceConstraints') as unknown,
    });
    await expect(fleet.update(PRESS, { set: [CONSTRAINED] })).rejects.toMatchObject({ code: 'ERR_CONVERSION_LOSS' });
    expect(await fleet.store.latestManifest(PRESS)).toBeUndefined();
  });

  it('loses it when the policy says so, and knows what and whose (M-66)', async () => {
    const asked: unknown[] = [];
    const fleet = createFleet({
      profile,
      acceptConversionLoss: (client, id, lost) => {
        asked.push([client, id, lost.map(({ path }) => path.join('.'))]);
        return true;
      },
    });
    await fleet.publish(PRESS, [CONSTRAINED]);
    expect(asked).toEqual([[PRESS, MONITOR, ['spec.deploymentProfile.deviceConstraints']]]);
    expect(await served(fleet)).not.toContain('deviceConstraints');
  });

  it('is not made up where only a person can say it (M-66)', async () => {
    const fleet = createFleet({ profile });
    await expect(fleet.publish(PRESS, [COMPOSE])).rejects.toMatchObject({ code: 'ERR_CONVERSION_UNDECIDED' });
    const { text } = convertDocument(COMPOSE, {
      to: profile === 'rc2-signed' ? 'rc2-signed' : 'pr1',
      decisions: { components: { collector: { packageLocation: 'https://packages.example/collector.tar.gz' } } },
    });
    await fleet.publish(PRESS, [text]);
    expect(await served(fleet)).toBe(text);
  });

  it('must be valid, whatever revision it is in', async () => {
    const fleet = createFleet({ profile });
    for (const document of [
      '',
      'a: [',
      'id: 1',
      own.replace('name: monitor', 'name: 1'),
      own.replace('repository', 'x'),
    ])
      await expect(fleet.publish(PRESS, [document])).rejects.toBeInstanceOf(DocumentError);
    await expect(fleet.publish(PRESS, [own, own])).rejects.toMatchObject({ code: 'ERR_DEPLOYMENT_DUPLICATE' });
    expect(await fleet.store.latestManifest(PRESS)).toBeUndefined();
  });

  it('can be published without a fleet manager', async () => {
    const store = createMemoryStore();
    const publish = (document: string) =>
      publishDesiredState({ store, client: PRESS, profile, deployments: [document], now: () => 1 });
    await expect(publish(CONSTRAINED)).rejects.toMatchObject({ code: 'ERR_CONVERSION_LOSS' });
    await publish(own);
    expect(await served(createFleet({ profile, store }))).toBe(own);
  });
});

describe('a deployment that names no device', () => {
  const target = async (fleet: Fleet) => (await fleet.store.wanted(PRESS))[0]?.deviceId;
  const report = (fleet: Fleet, id: string) =>
    fleet.ask('POST', pathOf('pr1', 'capabilities'), { body: hostIn('pr1', id) });

  it('is for the only one that the client has reported (M-69)', async () => {
    const fleet = createFleet({ profile: 'pr1' });
    await report(fleet, 'robot-2');
    await fleet.publish(PRESS, [PR1_DEPLOYMENT]);
    expect(await target(fleet)).toBe('robot-2');
  });

  it('is for that one too when what stands for a device is none (M-69)', async () => {
    const fleet = createFleet({ profile: 'pr1' });
    await report(fleet, 'robot-2');
    const odd = PR1_DEPLOYMENT.replace('  name: monitor\n', '  name: monitor\n  deviceId: [1]\n');
    await fleet.publish(PRESS, [odd]);
    expect(await target(fleet)).toBe('robot-2');
  });

  it('is for one with the id of the client while there is none, or more than one (M-69)', async () => {
    const [none, two] = [createFleet({ profile: 'pr1' }), createFleet({ profile: 'pr1' })];
    for (const id of ['robot-2', 'robot-3']) await report(two, id);
    for (const fleet of [none, two]) {
      await fleet.publish(PRESS, [PR1_DEPLOYMENT]);
      expect(await target(fleet)).toBe('press-7');
    }
  });
});

it('a deployment for a device behind a gateway does not come to run on the gateway in pr1 (M-66)', async () => {
  const behind = deployment(MONITOR, { deviceId: 'press-7/camera-1' });
  await expect(createFleet({ profile: 'pr1' }).publish(PRESS, [behind])).rejects.toMatchObject({
    code: 'ERR_CONVERSION_LOSS',
    message: expect.stringContaining('metadata.deviceId') as string,
  });
  await createFleet({ profile: 'rc2-signed' }).publish(PRESS, [behind]);
});

it('documents of older revisions are not published in rc3', async () => {
  for (const document of [RC2_DEPLOYMENT, PR1_DEPLOYMENT])
    await expect(createFleet().publish(PRESS, [document])).rejects.toBeInstanceOf(DocumentError);
});

it('documents of one old revision are published in another', async () => {
  const fleet = createFleet({ profile: 'rc2-signed' });
  await fleet.publish(PRESS, [PR1_DEPLOYMENT]);
  expect(await fleet.store.wanted(PRESS)).toMatchObject([{ deploymentId: MONITOR, deviceId: 'press-7' }]);
});
