/**
 * Breaks the lifecycle on purpose, one rule at a time, and lets its tests notice: see packages/state-machine/mutants.
 * Names of mutants as arguments choose among them. Fails when one survives, or when the tests fail without any.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, 'packages/state-machine');
const vitest = join(root, 'node_modules/vitest/vitest.mjs');
/** A mutant that runs in circles is caught as well; the tests themselves take a small part of this, in milliseconds. */
const LIMIT = 15 * 60_000;

const all = JSON.parse(await readFile(join(folder, 'mutants/mutants.json'), 'utf8'));
const chosen = process.argv.slice(2);
const unknown = chosen.filter((id) => !all.some((mutant) => mutant.id === id));
if (unknown.length > 0) {
  console.error(`There is no mutant ${unknown.join(', ')}.`);
  process.exit(2);
}
const mutants = chosen.length === 0 ? all : all.filter(({ id }) => chosen.includes(id));

/** Nearly all mutants are caught by the tests of one idea, in seconds; the others are left to what takes minutes. */
const LONG = ['model', 'random', 'walk'].map((name) => `packages/state-machine/test/${name}.test.ts`);
const STAGES = [LONG.map((path) => `--exclude=${path}`), LONG];

/** Runs a stage of the tests; gives how that ended, what was printed, and the report, if it came to one. */
const runTests = async (mutant, stage, reports) => {
  const outputFile = join(reports, `${mutant || 'none'}.${stage}.json`);
  const args = ['run', '--config=vitest.mutants.config.ts', '--reporter=json', `--outputFile=${outputFile}`];
  args.push(...STAGES[stage]);
  const env = { ...process.env, MARGO_MUTANT: mutant, NO_COLOR: '1' };
  const child = spawn(process.execPath, [vitest, ...args], { cwd: root, env, timeout: LIMIT, killSignal: 'SIGKILL' });
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  const code = await new Promise((resolve) => {
    child.on('close', resolve);
  });
  const report = await readFile(outputFile, 'utf8').then(JSON.parse, () => undefined);
  return { code, outOfTime: child.killed, output, report };
};

/** The first test that failed, or undefined: what fails to load is no test that has noticed something. */
const firstFailure = (report) =>
  report?.testResults
    .flatMap(({ name, assertionResults }) => assertionResults.map((test) => ({ ...test, file: basename(name) })))
    .find(({ status }) => status === 'failed');

/** What came of a mutant: caught, survived, or broken, which means that nothing was tried. */
const judge = ({ code, outOfTime, output, report }) => {
  const caught = firstFailure(report);
  // A name that is not there any more is no mistake about a rule.
  const lost = caught?.failureMessages.find((message) => message.includes('ReferenceError'));
  if (lost) return { end: 'BROKEN', by: lost };
  if (caught) return { end: 'caught', by: `${caught.file}: ${caught.fullName}` };
  if (outOfTime) return { end: 'caught', by: 'no end of the tests' };
  if (code === 0) return { end: 'SURVIVED', by: '' };
  const faults = report?.testResults.map(({ message }) => message).filter(Boolean) ?? [];
  return { end: 'BROKEN', by: faults[0] ?? output.trim() };
};

const faultsIn = async ({ id, file, find }) => {
  const source = await readFile(join(folder, file), 'utf8');
  const found = source.split(find).length - 1;
  return found === 1 ? [] : [`${id}: its text stands ${found} times in ${file}, not once`];
};

const faults = (await Promise.all(all.map(faultsIn))).flat();
for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exit(1);

const reports = await mkdtemp(join(tmpdir(), 'margo-mutants-'));
const ends = new Map();

/** Lets a stage of the tests judge those that are not caught yet, two at a time; false if it fails without any. */
const runStage = async (waiting, stage) => {
  const whole = judge(await runTests('', stage, reports));
  if (whole.end !== 'SURVIVED') {
    console.error(`The tests fail without a mutant, so they cannot judge any: ${whole.by}`);
    process.exitCode = 1;
    return false;
  }
  const work = async () => {
    for (let mutant = waiting.shift(); mutant; mutant = waiting.shift()) {
      const { end, by } = judge(await runTests(mutant.id, stage, reports));
      ends.set(mutant.id, end);
      const isLast = end !== 'SURVIVED' || stage === STAGES.length - 1;
      if (isLast) console.log(`${mutant.id}: ${end}${end === 'caught' ? ' by' : ''} ${by}`.trimEnd());
    }
  };
  await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, work));
  return true;
};

try {
  for (const stage of STAGES.keys()) {
    const waiting = mutants.filter(({ id }) => stage === 0 || ends.get(id) === 'SURVIVED');
    if (waiting.length > 0 && !(await runStage(waiting, stage))) break;
  }
  const count = (wanted) => [...ends.values()].filter((end) => end === wanted).length;
  console.log(`mutants: ${count('caught')} caught, ${count('SURVIVED')} survived, ${count('BROKEN')} broken`);
  if (count('caught') !== mutants.length) process.exitCode = 1;
} finally {
  await rm(reports, { recursive: true, force: true });
}
