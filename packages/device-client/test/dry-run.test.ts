import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MargoError, parseApplicationDeployment } from '@margo-sdk/spec-model';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDryRunRuntime, parseDryRunScript, WorkloadError, type ApplyRequest } from '../src/index.js';
import { deploymentText, LINE } from './support/documents.js';
import { createHandClock } from './support/hand-clock.js';
import { createMemoryFileSystem } from './support/memory-file-system.js';

const { signal } = new AbortController();
const fingerprint = { placement: 'p', artifact: 'a', configuration: 'c' };
const request = (value = 'x', type: 'helm' | 'compose' = 'helm'): ApplyRequest => ({
  deploymentId: LINE,
  kind: 'install',
  component: 'broker',
  deployment: parseApplicationDeployment(deploymentText({ type, settings: { broker: value } })),
  fingerprint,
});
const removal = { deploymentId: LINE, component: 'broker', placement: 'p' };

describe('a dry run', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'margo-dry-run-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('writes Helm values for their owner only, and says what it did', async () => {
    const runtime = createDryRunRuntime({ folder });
    await runtime.apply(request(), signal);
    const file = (name: string) => join(folder, LINE, 'broker', name);
    expect(JSON.parse(await readFile(file('values.yaml'), 'utf8'))).toEqual({ SETTING: 'x' });
    expect((await stat(file('values.yaml'))).mode & 0o777).toBe(0o600);
    expect(JSON.parse(await readFile(file('installed.json'), 'utf8'))).toEqual({
      component: 'broker',
      kind: 'install',
      artifact: { repository: 'oci://registry.example.com/charts/broker', revision: '1.0.0' },
      fingerprint,
      complete: true,
    });
    expect(await runtime.inspect(LINE)).toEqual([{ name: 'broker', fingerprint }]);
  });

  it.each([
    ['plain', "SETTING='plain'\n"],
    ['$HOME and # spaces', "SETTING='$HOME and # spaces'\n"],
    ["it's $5", 'SETTING="it\'s \\$5"\n'],
    ['two\nlines\\', 'SETTING="two\\nlines\\\\"\n'],
  ])('writes the Compose environment so that %j stays what it is', async (value, line) => {
    await createDryRunRuntime({ folder }).apply(request(value, 'compose'), signal);
    expect(await readFile(join(folder, LINE, 'broker', '.env'), 'utf8')).toBe(line);
  });

  it('removes everything, and only from the place that was named', async () => {
    const runtime = createDryRunRuntime({ folder });
    await runtime.apply(request(), signal);
    await runtime.remove({ ...removal, placement: 'elsewhere' }, signal);
    expect(await runtime.inspect(LINE)).toHaveLength(1);
    await runtime.remove(removal, signal);
    await runtime.remove(removal, signal);
    expect(await runtime.inspect(LINE)).toEqual([]);
    await expect(stat(join(folder, LINE))).rejects.toThrow('ENOENT');
  });

  it('calls doubtful what was begun and not finished, at whichever call it dies', async () => {
    const whole = createMemoryFileSystem();
    await createDryRunRuntime({ folder: '/w', fileSystem: whole }).apply(request('new'), signal);
    const found = new Set<string>();
    for (let call = 1; call <= whole.calls(); call += 1) {
      const disk = createMemoryFileSystem();
      disk.dieAt(call, 'before');
      const runtime = createDryRunRuntime({ folder: '/w', fileSystem: disk });
      await expect(runtime.apply(request('new'), signal)).rejects.toThrow('gone');
      disk.revive({ powerCut: false });
      const [workload] = await runtime.inspect(LINE);
      const state = workload === undefined ? 'nothing' : workload.doubtful ? 'doubtful' : 'done';
      // What holds parameters is never there without a record by which it is found and removed.
      if (state === 'nothing') expect([...disk.files.keys()].filter((path) => path.includes('values'))).toEqual([]);
      found.add(state);
      await runtime.apply(request('new'), signal);
      expect(await runtime.inspect(LINE)).toEqual([{ name: 'broker', fingerprint }]);
    }
    expect([...found]).toEqual(['nothing', 'doubtful', 'done']);
  });

  it('finds and removes what has a record that cannot be read', async () => {
    const disk = createMemoryFileSystem();
    const runtime = createDryRunRuntime({ folder: '/w', fileSystem: disk });
    await runtime.apply(request(), signal);
    disk.files.set(`/w/${LINE}/broker/installed.json`, new TextEncoder().encode('{}'));
    const [workload] = await runtime.inspect(LINE);
    expect(workload?.doubtful).toBe(true);
    await runtime.remove({ ...removal, placement: workload?.fingerprint.placement ?? 'none' }, signal);
    expect(disk.files.size).toBe(0);
  });

  it('finds and removes what has a record that is too long to be read', async () => {
    const disk = createMemoryFileSystem();
    const runtime = createDryRunRuntime({ folder: '/w', fileSystem: disk });
    await runtime.apply(request(), signal);
    disk.files.set(`/w/${LINE}/broker/installed.json`, new Uint8Array(70_000));
    const [workload] = await runtime.inspect(LINE);
    expect(workload).toMatchObject({ name: 'broker', doubtful: true });
    await runtime.remove({ ...removal, placement: workload?.fingerprint.placement ?? 'none' }, signal);
    expect(disk.files.size).toBe(0);
  });

  it('refuses what it could not remember, before it touches anything', async () => {
    const disk = createMemoryFileSystem();
    const runtime = createDryRunRuntime({ folder: '/w', fileSystem: disk });
    const components = [{ name: 'broker', repository: `oci://registry.example.com/${'x'.repeat(70_000)}` }];
    const deployment = parseApplicationDeployment(deploymentText({ components }));
    const error = await runtime.apply({ ...request(), deployment }, signal).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(WorkloadError);
    expect(error).toMatchObject({ code: 'RECORD_TOO_LARGE' });
    expect(await disk.list('/w')).toEqual([]);
  });

  it('takes as long as its script says, and stops when it is called off', async () => {
    const clock = createHandClock();
    const stopping = new AbortController();
    const runtime = createDryRunRuntime({ folder, clock, script: () => ({ delayMs: 300 }) });
    const applied = runtime.apply(request(), stopping.signal);
    expect(clock.pending()).toEqual([300]);
    stopping.abort();
    await expect(applied).rejects.toThrow();
    expect(await runtime.inspect(LINE)).toEqual([]);
  });

  it('fails as its script says, before it touches anything', async () => {
    const runtime = createDryRunRuntime({ folder, script: () => ({ fail: { code: 'NO_IMAGE', message: 'Gone.' } }) });
    const error = await runtime.apply(request(), signal).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(WorkloadError);
    expect(error).toMatchObject({ code: 'NO_IMAGE', message: 'Gone.' });
    expect(await runtime.inspect(LINE)).toEqual([]);
  });

  it('fails for good, or so that it is worth another attempt, as its script says (L-15)', async () => {
    for (const retryable of [undefined, false, true]) {
      const fail = { code: 'BUSY', message: 'Not now.', ...(retryable === undefined ? {} : { retryable }) };
      const error = createDryRunRuntime({ folder, script: () => ({ fail }) }).apply(request(), signal);
      await expect(error).rejects.toMatchObject({ code: 'BUSY', retryable: retryable === true });
    }
  });

  it('prepares without writing anything, and fails at that as its script says (L-08)', async () => {
    const { kind: _kind, ...preparation } = request();
    const steps: unknown[] = [];
    await createDryRunRuntime({ folder, script: (step) => void steps.push(step) }).prepare?.(preparation, signal);
    expect(steps).toEqual([{ deploymentId: LINE, component: 'broker', kind: 'prepare', revision: '1.0.0' }]);
    const script = parseDryRunScript('{"rules":[{"kind":"prepare","fail":{"code":"NO_CHART","message":"Gone."}}]}');
    const runtime = createDryRunRuntime({ folder, script });
    await expect(runtime.prepare?.(preparation, signal)).rejects.toMatchObject({ code: 'NO_CHART' });
    expect(await runtime.inspect(LINE)).toEqual([]);
    await runtime.apply(request(), signal);
  });

  it('is in place first and ready later, as its script says; until then inspect calls it doubtful (L-05)', async () => {
    const clock = createHandClock();
    const runtime = createDryRunRuntime({ folder, clock, script: () => ({ readyAfterMs: 300 }) });
    let applied = 0;
    const ready = runtime.apply({ ...request(), onApplied: () => (applied += 1) }, signal);
    await expect.poll(() => clock.pending()).toEqual([300]);
    expect(applied).toBe(1);
    expect(await runtime.inspect(LINE)).toMatchObject([{ name: 'broker', doubtful: true }]);
    clock.turn(300);
    await ready;
    expect(await runtime.inspect(LINE)).toEqual([{ name: 'broker', fingerprint }]);
    // Removals have nothing to become ready.
    await runtime.remove(removal, signal);
    expect(clock.pending()).toEqual([]);
  });

  it('can be in place and never become ready', async () => {
    const clock = createHandClock();
    const fail = { code: 'CRASH_LOOP', message: 'It keeps crashing.' };
    const runtime = createDryRunRuntime({ folder, clock, script: () => ({ readyAfterMs: 300, fail }) });
    let applied = false;
    const ready = runtime.apply({ ...request(), onApplied: () => (applied = true) }, signal);
    await expect.poll(() => clock.pending()).toEqual([300]);
    expect(applied).toBe(true);
    clock.turn(300);
    await expect(ready).rejects.toMatchObject({ code: 'CRASH_LOOP' });
    expect(await runtime.inspect(LINE)).toMatchObject([{ doubtful: true }]);
  });

  it('hangs as its script says, until it is called off', async () => {
    const stopping = new AbortController();
    const runtime = createDryRunRuntime({ folder, script: () => ({ hang: true }) });
    const applied = runtime.apply(request(), stopping.signal);
    stopping.abort();
    await expect(applied).rejects.toMatchObject({ name: 'AbortError' });
    await expect(runtime.apply(request(), stopping.signal)).rejects.toMatchObject({ name: 'AbortError' });
    expect(await runtime.inspect(LINE)).toEqual([]);
  });

  it.each([
    ['before', 0],
    ['after', 1],
  ] as const)('dies %s the work as its script says', async (when, found) => {
    const crash = () => Promise.reject(new Error('killed'));
    const runtime = createDryRunRuntime({ folder, crash, script: () => ({ crash: when }) });
    await expect(runtime.apply(request(), signal)).rejects.toThrow('killed');
    expect(await runtime.inspect(LINE)).toHaveLength(found);
  });

  it('does not pretend to die when nobody told it how', async () => {
    const runtime = createDryRunRuntime({ folder, script: () => ({ crash: 'before' }) });
    await expect(runtime.apply(request(), signal)).rejects.toMatchObject({ code: 'ERR_CRASH_MISSING' });
  });
});

describe('a dry-run script', () => {
  const step = { deploymentId: LINE, component: 'broker', kind: 'install', revision: '1.0.0' } as const;

  it('lets the first rule decide that holds and is not used up', () => {
    const script = parseDryRunScript(
      '{"rules":[{"component":"dashboard","delayMs":1},{"kind":"install","times":2,"delayMs":2},{"revision":"1.0.0","crash":"after"}]}',
    );
    expect([1, 2, 3].map(() => script(step))).toEqual([{ delayMs: 2 }, { delayMs: 2 }, { crash: 'after' }]);
    expect(script({ ...step, revision: '2.0.0' })).toBeUndefined();
  });

  it('means preparations only where it names them', () => {
    const script = parseDryRunScript('{"rules":[{"component":"broker","delayMs":1},{"kind":"prepare","hang":true}]}');
    expect(script({ ...step, kind: 'prepare' })).toEqual({ hang: true });
    expect(script(step)).toEqual({ delayMs: 1 });
  });

  it('passes everything on that a rule says', () => {
    const rule = { delayMs: 0, readyAfterMs: 5, fail: { code: 'x', message: 'y', retryable: true }, crash: 'after' };
    expect(parseDryRunScript(JSON.stringify({ rules: [rule] }))(step)).toEqual(rule);
  });

  it.each([
    'rules',
    '[]',
    '{"rules":{}}',
    '{"rules":[1]}',
    '{"rules":[{"compnent":"x"}]}',
    '{"rules":[{"component":1}]}',
    '{"rules":[{"times":-1}]}',
    '{"rules":[{"delayMs":"1"}]}',
    '{"rules":[{"crash":"now"}]}',
    '{"rules":[{"fail":{"code":"x"}}]}',
    '{"rules":[{"fail":{"code":"x","message":"y","retryable":"yes"}}]}',
    '{"rules":[{"fail":{"code":"x","message":"y","retriable":true}}]}',
    '{"rules":[{"kind":"instal"}]}',
    '{"rules":[{"readyAfterMs":-1}]}',
    '{"rules":[{"hang":1}]}',
    '{"rules":[{"hang":true,"fail":{"code":"x","message":"y"}}]}',
    `{"rules":[]}${' '.repeat(70_000)}`,
  ])('refuses %.40s', (text) => {
    const code = (() => {
      try {
        parseDryRunScript(text);
        return undefined;
      } catch (error) {
        return MargoError.isInstance(error) ? error.code : String(error);
      }
    })();
    expect(code).toBe('ERR_SCRIPT_INVALID');
  });
});
