import { chmodSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createDevelopmentIssuer, type FakeIdentityService } from '@margo-sdk/testkit';
import { anchorsOf, anchorsOfIssuer, bundleWith, cacheFile, startService, startSource } from './fixture.js';

const issuer = await createDevelopmentIssuer({ trustDomain: 'factory.example' });
const successor = await createDevelopmentIssuer({ trustDomain: 'factory.example' });

/** A file that a source has written, and its service, which cannot be reached any more. */
const kept = async (cacheKey?: Uint8Array): Promise<{ service: FakeIdentityService; file: string }> => {
  const service = await startService(issuer);
  const file = cacheFile();
  const { source } = await startSource(service, { cacheFile: file, ...(cacheKey && { cacheKey }) });
  source.close();
  service.fault('trust/unavailable');
  return { service, file };
};

/** Changes one member of the file as somebody who knows its form would. */
const change = (file: string, member: string, value: unknown): void =>
  writeFileSync(file, JSON.stringify({ ...(JSON.parse(readFileSync(file, 'utf8')) as object), [member]: value }));

describe('a bundle that was kept', () => {
  it('is in force after a start without the identity service, and is refreshed later (TB-18, TB-13)', async () => {
    const { service, file } = await kept();
    const { source, clock, events } = await startSource(service, { cacheFile: file });
    expect(anchorsOf(source.bundle)).toEqual(anchorsOfIssuer(issuer));
    expect(events).toMatchObject([{ type: 'refresh-failed' }]);
    expect(clock.waits).toEqual([30_000]);
    service.behave();
    service.publish(successor.trustBundle());
    await clock.tick();
    expect(anchorsOf(source.bundle)).toEqual(anchorsOfIssuer(successor));
  });

  it('is asked for anew at a start, so anchors that were removed meanwhile do not come back (TB-14, TB-15)', async () => {
    const { service, file } = await kept();
    service.behave();
    service.publish(successor.trustBundle());
    const { source } = await startSource(service, { cacheFile: file });
    expect(anchorsOf(source.bundle)).toEqual(anchorsOfIssuer(successor));
    source.close();
    service.fault('trust/unavailable');
    const again = await startSource(service, { cacheFile: file });
    expect(anchorsOf(again.source.bundle)).toEqual(anchorsOfIssuer(successor));
  });

  it('is readable and writable for its owner only (M-58)', async () => {
    const { file } = await kept();
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(dirname(file))).toHaveLength(1);
  });

  it.each([
    ['is empty', (file: string) => writeFileSync(file, '')],
    ['is no JSON', (file: string) => writeFileSync(file, 'BEGIN')],
    ['is of another trust domain', (file: string) => change(file, 'trustDomain', 'elsewhere.example')],
    ['holds other anchors', (file: string) => change(file, 'bundle', btoa(successor.trustBundle()))],
    ['holds no anchors', (file: string) => change(file, 'bundle', btoa('{"keys":[]}'))],
    ['is too large', (file: string) => writeFileSync(file, ' '.repeat(2 * 1024 * 1024))],
    ['can be written by others', (file: string) => chmodSync(file, 0o620)],
    [
      'is a link to somewhere else',
      (file: string) => {
        writeFileSync(`${file}.real`, readFileSync(file), { mode: 0o600 });
        rmSync(file);
        symlinkSync(`${file}.real`, file);
      },
    ],
    [
      'is a folder',
      (file: string) => {
        rmSync(file);
        mkdirSync(file, { mode: 0o700 });
      },
    ],
  ])('is not believed when its file %s: nobody is trusted (M-58, TB-11, TB-12, TLS-10)', async (_, spoil) => {
    const { service, file } = await kept();
    spoil(file);
    const events: string[] = [];
    const attempt = startSource(service, { cacheFile: file, onEvent: ({ type }) => events.push(type) });
    await expect(attempt).rejects.toMatchObject({ code: 'ERR_TRUST_BUNDLE_UNAVAILABLE' });
    expect(events).toEqual(['cache-refused']);
  });

  it('is replaced when its file was damaged and the identity service answers (M-58)', async () => {
    const { service, file } = await kept();
    service.behave();
    writeFileSync(file, 'BEGIN');
    const first = await startSource(service, { cacheFile: file });
    expect(first.events).toMatchObject([{ type: 'cache-refused', error: { code: 'ERR_TRUST_CACHE_INVALID' } }]);
    const second = await startSource(service, { cacheFile: file });
    expect(second.events).toEqual([]);
  });

  it('is protected by a secret of the device where there is one (M-58)', async () => {
    const { service, file } = await kept(Buffer.from('secret of press 7'));
    const cacheKey = Buffer.from('secret of another');
    const attempt = startSource(service, { cacheFile: file, cacheKey });
    await expect(attempt).rejects.toMatchObject({ code: 'ERR_TRUST_BUNDLE_UNAVAILABLE' });
    const { source } = await startSource(service, { cacheFile: file, cacheKey: Buffer.from('secret of press 7') });
    expect(anchorsOf(source.bundle)).toEqual(anchorsOfIssuer(issuer));
  });

  it('is in force also when it cannot be written, and that is told; the next refresh tries again (TB-14)', async () => {
    const service = await startService(issuer);
    const file = cacheFile();
    const folder = dirname(file);
    const { source, events } = await startSource(service, { cacheFile: `${folder}/not-yet/bundle.json` });
    expect(events).toMatchObject([{ type: 'cache-not-written' }]);
    mkdirSync(`${folder}/not-yet`);
    expect(await source.refresh()).toBe('unchanged');
    expect(readdirSync(`${folder}/not-yet`)).toEqual(['bundle.json']);
  });

  it('brings its hint along (TB-15, TB-18)', async () => {
    const service = await startService(issuer);
    service.publish(bundleWith(issuer, { spiffe_refresh_hint: 300 }));
    const file = cacheFile();
    await startSource(service, { cacheFile: file });
    const { source } = await startSource(service, { cacheFile: file });
    expect(source.bundle.refreshHintSeconds).toBe(300);
  });
});
