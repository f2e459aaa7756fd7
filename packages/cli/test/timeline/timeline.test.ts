import { describe, expect, it } from 'vitest';
import { createWorkbench } from '../support/workbench.js';

const { margo, margoJson, file, read } = createWorkbench();

const START = Date.UTC(2026, 10, 23, 18);
const ID = 'ad9b614e-8912-45f4-a523-372358765def';
const OTHER = '0b1c2d3e-8912-45f4-a523-372358765def';
const line = (seconds: number, event: object, deploymentId: string | undefined = ID): string =>
  JSON.stringify({ at: START + seconds * 1000, deploymentId, event });
const process = (seconds: number, type: string): string =>
  JSON.stringify({ at: START + seconds * 1000, event: { type } });
const report = (state: string, name = 'broker') => ({
  type: 'report',
  state,
  adoptedManifestVersion: '7',
  components: [{ name, state }],
});
const step = { number: 1, attempt: 1, kind: 'install', component: 'broker' };
const error = { code: 'IMAGE_PULL', message: 'The image could not be fetched.' };
const RUN = [
  '{"margoRun":1}',
  process(0, 'process.started'),
  line(0, report('pending')),
  line(14, report('installing')),
  line(14, { type: 'step.started', step }),
  line(20, { type: 'step.failed', step, error, retryable: true }),
  line(20, { type: 'step.retrying', step, delayMs: 2000 }),
  line(22, { type: 'step.started', step: { ...step, number: 2, attempt: 2 } }),
  line(28, { type: 'step.succeeded', step: { ...step, number: 2, attempt: 2 } }),
  line(28, report('installed')),
  line(30, report('pending', 'camera'), OTHER),
  process(40, 'process.started'),
  line(56, { type: 'refused', error }, OTHER),
  '',
].join('\n');

describe('margo timeline', () => {
  it('draws a picture', async () => {
    const { code, out } = await margo(['timeline', file('run.jsonl', RUN)]);
    expect(code).toBe(0);
    expect(out).toMatch(/^<svg [\s\S]*<\/svg>\n$/);
    expect(out).toContain('install broker, attempt 1: failed');
  });

  it('writes it to a file', async () => {
    const { code, out, err } = await margo(['timeline', '-', '-o', 'night.svg'], { stdin: RUN });
    expect([code, out, err]).toEqual([0, '', 'Wrote night.svg.\n']);
    expect(read('night.svg')).toMatch(/^<svg /);
  });

  it('shows it in characters, with what happened when', async () => {
    const { out } = await margo(['timeline', file('run.jsonl', RUN), '--format', 'text']);
    expect(out).toBe(
      `From 2026-11-23 18:00:00 UTC, for 56.0 s; a character is 1.0 s.
· pending  ▒ installing  █ installed  ░ removing  _ removed  X failed

Deployment ${ID}
  overall      ··············▒▒▒▒▒▒▒▒▒▒▒▒▒▒████████████████████████████
  broker       ··············▒▒▒▒▒▒▒▒▒▒▒▒▒▒████████████████████████████

Deployment ${OTHER}
  overall                                    ··························
  camera                                     ··························

  not running                                //////////

   0.0 s  manifest 7 is adopted
  14.0 s  install broker: failed after 6.0 s, IMAGE_PULL The image could not be fetched., again after 2.0 s
  22.0 s  install broker, attempt 2: succeeded after 6.0 s
  30.0 s  manifest 7 is adopted
  30.0 s  the device is cut off, and nothing is known of 10.0 s
  56.0 s  refused: IMAGE_PULL The image could not be fetched.
`,
    );
  });

  it('has colours for people, and none in files', async () => {
    const run = file('run.jsonl', RUN);
    const seen = await margo(['timeline', run, '--format', 'text'], { colours: true, interactive: true });
    expect(seen.out).toContain('\u001b[32m█');
    await margo(['timeline', run, '--format', 'text', '-o', 'run.txt'], { colours: true });
    expect(read('run.txt')).not.toContain('\u001b');
  });

  it('is data for programs', async () => {
    const { answer } = await margoJson(['timeline', file('run.jsonl', RUN)]);
    expect(answer.deployments[0].components[0].steps[1]).toMatchObject({ attempt: 2, outcome: 'succeeded' });
    expect(answer.outages).toEqual([{ fromMs: START + 30_000, toMs: START + 40_000, unexpected: true }]);
  });

  it('shows one deployment only, with the device itself', async () => {
    const { answer } = await margoJson(['timeline', file('run.jsonl', RUN), '--deployment', OTHER]);
    expect(answer.deployments.map(({ deploymentId }: Record<string, string>) => deploymentId)).toEqual([OTHER]);
    expect(answer.outages).toHaveLength(1);
  });

  it.each(['svg', 'text', 'json'])('lets nothing of a record steer the terminal (%s)', async (format) => {
    const evil = line(1, { ...report('pending', '\u001b[2J<b>\u202e') }, '\u001b[31m');
    const { out } = await margo(['timeline', '-', '--format', format], {
      stdin: `{"margoRun":1}\n${evil}\n`,
      interactive: true,
    });
    // eslint-disable-next-line no-control-regex
    expect(out).not.toMatch(/[\u001b\u202e]/);
  });

  it('ends with 1 for what is no record, and says where', async () => {
    const { code, err } = await margo(['timeline', file('run.jsonl', `${RUN}what is this\n`)]);
    expect(code).toBe(1);
    expect(err).toMatch(/^margo: Line 14 is not JSON\.\n {2}hint: /);
    const { answer } = await margoJson(['timeline', file('no.jsonl', 'id: 1\n')]);
    expect(answer.error).toMatchObject({ code: 'ERR_RUN_INVALID' });
  });

  it.each([
    [['timeline'], 'needs a run record'],
    [['timeline', 'run.jsonl', 'run.jsonl'], 'does not know what to do with'],
    [['timeline', 'missing.jsonl'], 'there is no such file'],
    [['timeline', 'long.jsonl'], 'longer than 1 MiB'],
    [['timeline', 'run.jsonl', '--format', 'pretty'], 'must be one of svg, text, json'],
    [['timeline', 'run.jsonl', '--deployment', 'x'], 'has no deployment x'],
    [['timeline', 'run.jsonl', '-o', 'no/such/run.svg'], 'there is no such folder'],
  ])('ends with 2 for %j', async (argv, said) => {
    file('run.jsonl', RUN);
    file('long.jsonl', `${RUN}${'\n'.repeat(1024 * 1024)}`);
    const { code, err } = await margo(argv);
    expect(code).toBe(2);
    expect(err).toContain(said);
  });
});
