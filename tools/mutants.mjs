/**
 * Breaks the lifecycle on purpose, one rule at a time, and lets its tests notice: see packages/state-machine/mutants.
 * Names of mutants as arguments choose among them. Fails when one survives, or when the tests fail without any.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { judge, misplaced, root, runVitest } from './mutants/run-vitest.mjs';

const folder = 'packages/state-machine';

const all = JSON.parse(await readFile(join(root, folder, 'mutants/mutants.json'), 'utf8'));
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

/** Runs a stage of the tests. */
const runTests = (mutant, stage, reports) =>
  runVitest(
    mutant,
    ['--config=vitest.mutants.config.ts', ...STAGES[stage]],
    join(reports, `${mutant || 'none'}.${stage}.json`),
  );

const faults = (
  await Promise.all(all.map((mutant) => misplaced({ ...mutant, file: `${folder}/${mutant.file}` })))
).flat();
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
