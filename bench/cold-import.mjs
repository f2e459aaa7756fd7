/** Starting: what importing the models costs a process that does nothing else. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const ROUNDS = 15;
const folder = fileURLToPath(new URL('../packages/spec-model', import.meta.url));
const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** Milliseconds of processor time that a fresh process spends on a piece of code. */
const cost = (code) => {
  const report = `${code}; const { user, system } = process.cpuUsage(); console.log((user + system) / 1000);`;
  return Number(
    execFileSync(process.execPath, ['--input-type=module', '-e', report], { cwd: folder, encoding: 'utf8' }),
  );
};

export const coldImport = () => {
  const peers = "import 'zod'; import 'yaml'";
  for (const entry of ['index', 'models']) {
    const ratios = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const idle = cost('0');
      ratios.push((cost(`import './dist/${entry}.js'`) - idle) / (cost(peers) - idle));
    }
    const shown = [median(ratios), Math.min(...ratios), Math.max(...ratios)].map((ratio) => ratio.toFixed(2));
    console.log(`import of spec-model/${entry}: ${shown[0]} of importing zod and yaml (${shown[1]} to ${shown[2]})`);
  }
};
