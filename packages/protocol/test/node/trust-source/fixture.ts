import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createFakeIdentityService, type DevelopmentIssuer, type FakeIdentityService } from '@margo-sdk/testkit';
import { parseTrustBundle } from '../../../src/identity/index.js';
import {
  createTrustSource,
  type TrustSource,
  type TrustSourceClock,
  type TrustSourceEvent,
  type TrustSourceOptions,
} from '../../../src/node/index.js';

/** A clock whose timers run out when the test says so. */
export const manualClock = (): TrustSourceClock & {
  /** What was waited for so far, in milliseconds. */
  readonly waits: number[];
  /** Lets the wait under way end; resolves when the next one has begun. */
  tick(): Promise<void>;
} => {
  const waits: number[] = [];
  let end: (() => void) | undefined;
  let begun: (() => void) | undefined;
  return {
    waits,
    now: () => Date.now(),
    sleep: async (ms) =>
      new Promise((resolve) => {
        waits.push(ms);
        end = resolve;
        begun?.();
      }),
    tick: async () =>
      new Promise((resolve) => {
        begun = resolve;
        end?.();
      }),
  };
};

/** An identity service that ends with the test. */
export const startService = async (issuer: DevelopmentIssuer): Promise<FakeIdentityService> => {
  const service = await createFakeIdentityService({ issuer });
  onTestFinished(async () => service.close());
  return service;
};

/** A trust source that ends with the test, its clock, and what it had to say. */
export const startSource = async (
  service: FakeIdentityService,
  options: Partial<TrustSourceOptions> = {},
): Promise<{ source: TrustSource; clock: ReturnType<typeof manualClock>; events: TrustSourceEvent[] }> => {
  const clock = manualClock();
  const events: TrustSourceEvent[] = [];
  const source = await createTrustSource({
    trustDomain: 'factory.example',
    ...(options.discoveryUrl === undefined && { bundleUrl: service.bundleUrl }),
    authenticate: { anchors: [service.initialAnchor] },
    onEvent: (event) => events.push(event),
    clock,
    random: () => 0,
    ...options,
  });
  onTestFinished(() => source.close());
  return { source, clock, events };
};

/** Name of a file in a folder of its own. */
export const cacheFile = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'trust-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, 'trust-bundle.json');
};

/** The text of an issuer's bundle with other numbers beside the anchors. */
export const bundleWith = (issuer: DevelopmentIssuer, members: Record<string, unknown>): string =>
  JSON.stringify({ ...(JSON.parse(issuer.trustBundle()) as Record<string, unknown>), ...members });

/** Base64 of the anchors of a bundle. */
export const anchorsOf = (bundle: { anchors: readonly { certificate: Uint8Array }[] }): string[] =>
  bundle.anchors.map(({ certificate }) => Buffer.from(certificate).toString('base64'));

/** Base64 of the anchors of an issuer. */
export const anchorsOfIssuer = (issuer: DevelopmentIssuer): string[] =>
  anchorsOf(parseTrustBundle(issuer.trustBundle()));
