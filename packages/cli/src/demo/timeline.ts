import type { DeploymentStatusManifest } from '@margo-sdk/spec-model';
import type { StepMessage } from './messages.js';

/** One report as a line: the version that was adopted, the overall state, then each component in listed order. */
export const lineOf = (
  { status, components }: Pick<DeploymentStatusManifest, 'status' | 'components'>,
  version: string,
): string => `${version} ${status.state}: ${components.map(({ name, state }) => `${name} ${state}`).join(', ')}`;

/** One step as words. */
export const stepWords = ({ kind, component, revision, attempt }: Omit<StepMessage, 'type'>): string =>
  [kind, component, ...(revision === undefined ? [] : [revision])].join(' ') +
  (attempt > 1 ? `, attempt ${attempt}` : '');

/** What differs between the lines that were seen and those that were expected, as rows to print; none if nothing. */
export const difference = (seen: readonly string[], expected: readonly string[]): string[] => {
  if (seen.length === expected.length && seen.every((line, index) => line === expected[index])) return [];
  const rows = Math.max(seen.length, expected.length);
  return Array.from({ length: rows }, (_, index) => {
    const [was, wanted] = [seen[index] ?? '(nothing)', expected[index] ?? '(nothing)'];
    return was === wanted ? `  = ${was}` : `  ! saw ${was}, expected ${wanted}`;
  });
};
