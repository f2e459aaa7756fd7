/** Everything that must hold besides the tests, in the order in which a failure is cheapest to find. */
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const packages = readdirSync(new URL('../packages', import.meta.url));

const GATES = [
  ['generated code is current', 'node', ['tools/generate.mjs', '--check']],
  ['lint of the contracts', 'node', ['tools/lint-contracts.mjs']],
  ['types', 'pnpm', ['exec', 'tsc', '-p', 'tsconfig.json', '--noEmit']],
  ['lint', 'pnpm', ['exec', 'eslint', '.']],
  ['format', 'pnpm', ['exec', 'prettier', '--check', '--log-level', 'warn', '.']],
  ['build', 'node', ['tools/build-quietly.mjs']],
  ...packages.flatMap((name) => [
    [`publint ${name}`, 'pnpm', ['exec', 'publint', '--strict', `packages/${name}`]],
    [`are the types wrong? ${name}`, 'pnpm', ['exec', 'attw', '--pack', `packages/${name}`, '--format', 'ascii']],
  ]),
  ['api documentation', 'pnpm', ['exec', 'typedoc', '--logLevel', 'Warn']],
];

const run = (command, args) =>
  new Promise((resolve) => {
    let output = '';
    const child = spawn(command, args, { cwd: root, env: { ...process.env, NO_COLOR: '1' } });
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('error', (error) => resolve({ ok: false, output: String(error) }));
    child.on('close', (code) => resolve({ ok: code === 0, output }));
  });

let failed = 0;
for (const [name, command, args] of GATES) {
  const started = performance.now();
  const { ok, output } = await run(command, args);
  console.log(`${ok ? 'ok    ' : 'FAILED'} ${name} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
  if (!ok) {
    failed += 1;
    console.log(output.trimEnd());
  }
}
console.log(failed === 0 ? `all ${GATES.length} gates hold` : `${failed} of ${GATES.length} gates do not hold`);
process.exitCode = failed === 0 ? 0 : 1;
