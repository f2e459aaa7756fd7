import { lifecycleDiagram, PHASES } from '@margo-sdk/state-machine';
import { expect, test } from 'vitest';

test('the diagram shows every phase and says what leads from one to the next', () => {
  const lines = lifecycleDiagram().split('\n');
  expect(lines[0]).toBe('stateDiagram-v2');
  for (const phase of PHASES) expect(lines.some((line) => line.includes(`--> ${phase}`))).toBe(true);
  expect(lines).toContain('  unadopted --> checking : adopt');
  expect(lines).toContain('  applying --> failed : [nothingRuns and listedFailed]');
  expect(lines.filter((line) => !/^ {2}(\w+|\[\*\]) --> \w+( : .+)?$/.test(line))).toEqual(['stateDiagram-v2']);
});
