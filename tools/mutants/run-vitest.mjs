// Runs tests against a mutant in a process of its own, and judges what came of that.
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));
const vitest = join(root, 'node_modules/vitest/vitest.mjs');
/** A mutant that runs in circles is caught as well; the tests themselves take a small part of this, in milliseconds. */
const LIMIT = 15 * 60_000;

/** Gives how a run ended, what was printed, and the report, if it came to one. No mutant: an empty name. */
export const runVitest = async (mutant, args, outputFile) => {
  const all = ['run', ...args, '--reporter=json', `--outputFile=${outputFile}`];
  const env = { ...process.env, MARGO_MUTANT: mutant, NO_COLOR: '1' };
  const child = spawn(process.execPath, [vitest, ...all], { cwd: root, env, timeout: LIMIT, killSignal: 'SIGKILL' });
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
const failuresOf = (report) =>
  (report?.testResults ?? [])
    .flatMap(({ name, assertionResults }) => assertionResults.map((test) => ({ ...test, path: name })))
    .filter(({ status }) => status === 'failed');

/** What came of a mutant: caught, survived, or broken, which means that nothing was tried. */
export const judge = ({ code, outOfTime, output, report }) => {
  const failures = failuresOf(report);
  const [caught] = failures;
  // A name that is not there any more is no mistake about a rule.
  const lost = caught?.failureMessages.find((message) => message.includes('ReferenceError'));
  if (lost) return { end: 'BROKEN', by: lost };
  if (caught) return { end: 'caught', by: `${basename(caught.path)}: ${caught.fullName}`, failures };
  if (outOfTime) return { end: 'caught', by: 'no end of the tests' };
  if (code === 0) return { end: 'SURVIVED', by: '' };
  const faults = report?.testResults.map(({ message }) => message).filter(Boolean) ?? [];
  return { end: 'BROKEN', by: faults[0] ?? output.trim() };
};

/** Why a mutant cannot be planted, if so; none when its text stands once in its file. */
export const misplaced = async ({ id, file, find }) => {
  const source = await readFile(join(root, file), 'utf8').catch(() => '');
  const found = source.split(find).length - 1;
  return found === 1 ? [] : [`${id}: its text stands ${found} times in ${file}, not once`];
};
