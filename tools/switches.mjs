/**
 * Switches off one row of the specification at a time and lets the tests that cite it notice: see conformance/README.md.
 * Ids of rows or of switches as arguments choose among them. `--write` notes which test noticed. Fails when none does.
 */
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { readSwitches } from './generate/conformance.mjs';
import { testsByCitation } from './generate/titles.mjs';
import { judge, misplaced, root, runVitest } from './mutants/run-vitest.mjs';

const words = process.argv.slice(2);
const write = words.includes('--write');
const wanted = words.filter((word) => !word.startsWith('--'));
const all = await readSwitches(root);
const unknown = wanted.filter((word) => !all.some(({ id, rule }) => word === id || word === rule));
if (unknown.length > 0) {
  console.error(`There is no row or switch ${unknown.join(', ')}.`);
  process.exit(2);
}
const switches = wanted.length === 0 ? all : all.filter(({ id, rule }) => wanted.includes(id) || wanted.includes(rule));
const tests = await testsByCitation(root, /\b[A-Z]{2,3}-\d\d\b/g);

const faults = (await Promise.all(all.map(misplaced))).flat();
const twice = all.filter(({ id }, index) => all.findIndex((one) => one.id === id) !== index);
faults.push(...twice.map(({ id }) => `${id} stands there twice`));
faults.push(...switches.filter(({ rule }) => !tests.has(rule)).map(({ rule }) => `no test cites ${rule} in its title`));
for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exit(1);

const reports = await mkdtemp(join(tmpdir(), 'margo-switches-'));

/** Runs the tests that cite rows; a number that only begins like theirs is another one. */
const runCiting = (mutant, rules) => {
  const files = [...new Set(rules.flatMap((rule) => tests.get(rule).map(({ file }) => file)))];
  const args = ['--config=vitest.switches.config.ts', `--testNamePattern=\\b(${rules.join('|')})\\b`, ...files];
  return runVitest(mutant, args, join(reports, `${mutant || 'none'}.json`));
};

/** The test as the titles in its file have it, whatever was filled into a template. */
const asWritten = ({ rule }, failed) => {
  const file = relative(root, failed.path);
  const candidates = tests.get(rule).filter((test) => test.file === file);
  const name = [...failed.ancestorTitles, failed.title].join(' › ');
  return candidates.find(({ title }) => title === name) ?? candidates.find(({ title }) => isTemplateOf(title, name));
};

const isTemplateOf = (title, name) => {
  const pattern = title.split(/…|\$[\w.]+|%[sdifjoO#%]/).map((part) => part.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'));
  return new RegExp(`^${pattern.join('[^]*')}$`).test(name);
};

const found = new Map();
const judgeOne = async (one) => {
  const { end, by, failures = [] } = judge(await runCiting(one.id, [one.rule]));
  // A test of a contract for stores stands in another file than the one that runs it.
  const written = failures.map((failure) => asWritten(one, failure)).find((test) => test !== undefined);
  const changed = end === 'caught' && one.test && written && one.test.title !== written.title;
  found.set(one.id, { end, test: written && { file: written.file, title: written.title } });
  console.log(
    `${one.id}: ${end}${end === 'caught' ? ' by' : ''} ${by}${changed ? ' (another one is named)' : ''}`.trimEnd(),
  );
};

const noteTests = async () => {
  const folder = join(root, 'conformance/switches');
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const before = await readFile(path, 'utf8');
    const entries = JSON.parse(before).map((one) => {
      const { end, test } = found.get(one.id) ?? {};
      return end === 'caught' && test ? { ...one, test } : one;
    });
    const text = await format(JSON.stringify(entries), { ...(await resolveConfig(path)), parser: 'json' });
    if (text !== before) await writeFile(path, text);
  }
};

try {
  const rules = [...new Set(switches.map(({ rule }) => rule))];
  const whole = judge(await runCiting('', rules));
  if (whole.end === 'SURVIVED') {
    const waiting = [...switches];
    const work = async () => {
      for (let next = waiting.shift(); next; next = waiting.shift()) await judgeOne(next);
    };
    await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, work));
    if (write) await noteTests();
  } else {
    console.error(`The tests fail with nothing switched off, so they cannot judge: ${whole.by}`);
    process.exitCode = 1;
  }
  const count = (end) => [...found.values()].filter((one) => one.end === end).length;
  console.log(
    `switches: ${count('caught')} noticed, ${count('SURVIVED')} not noticed, ${count('BROKEN')} broken, ` +
      `for ${rules.length} rows`,
  );
  if (count('caught') !== switches.length) process.exitCode = 1;
} finally {
  await rm(reports, { recursive: true, force: true });
}
