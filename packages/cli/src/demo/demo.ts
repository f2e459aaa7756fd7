import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isSignedProfile, type WireProfile } from '@margo-sdk/protocol';
import { parseApplicationDescription } from '@margo-sdk/spec-model';
import { EXIT_CODES, type ExitCode } from '../exit-codes.js';
import type { Terminal } from '../terminal.js';
import { conduct } from './conduct.js';
import { createDisplay } from './display.js';
import { prepareCast } from './prepare.js';
import { SCENES } from './scenes.js';

/** What the demo needs besides a terminal. */
export interface DemoOptions {
  /** What the two halves speak with each other. */
  readonly profile: WireProfile;
  /** Ends the play early; the reason is the exit code. */
  readonly signal: AbortSignal;
  /** Empty file that the run of the device is recorded in; null for none. */
  readonly record: string | null;
}

const DEVICE_ID = 'press-7';

/**
 * Plays the whole life of an application between two processes, and checks every state that was seen.
 */
export const demo = async (terminal: Terminal, { profile, signal, record }: DemoOptions): Promise<ExitCode> => {
  const started = performance.now();
  const folder = await mkdtemp(join(tmpdir(), 'margo-demo-'));
  const display = createDisplay(terminal);
  try {
    const description = parseApplicationDescription(await readFile(new URL('three-charts.yaml', import.meta.url)));
    const cast = await prepareCast(join(folder, 'identities'), profile);
    const talk = isSignedProfile(profile)
      ? `sign what they say (RFC 9421, profile ${profile})`
      : 'talk over mutual TLS';
    display.line(`${description.metadata.name}: three Helm charts, dry run. Fleet manager and device ${talk}.`);
    const faults = await conduct({
      description,
      cast,
      profile,
      scenes: SCENES,
      ids: { deploymentId: randomUUID(), deviceId: DEVICE_ID },
      folder: join(folder, 'device'),
      // A person wants to follow; a pipe does not.
      stepMs: terminal.interactive ? 700 : 50,
      record,
      display,
      signal,
    });
    display.close();
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    if (faults === 0) {
      terminal.out(`\nAll ${SCENES.length} scenes went as expected, in ${seconds} s.`);
      return EXIT_CODES.ok;
    }
    terminal.out(`\n${faults} of ${SCENES.length} scenes did not go as expected, in ${seconds} s.`);
    return EXIT_CODES.failed;
  } catch (error) {
    display.close();
    if (signal.aborted) {
      terminal.err('margo: stopped, and cleaned up.');
      return Number(signal.reason);
    }
    terminal.err(`margo: the demo broke off: ${error instanceof Error ? error.message : String(error)}`);
    return EXIT_CODES.failed;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
