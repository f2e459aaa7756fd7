import type { DocumentPath } from '../issue.js';
import type { Report } from '../reading/check.js';
import { isMapping, type Mapping } from '../reading/mapping.js';

/** Changes what a status says of the deployment as a whole and of each component. */
export const eachStatus = (
  value: Mapping,
  change: (holder: unknown, path: DocumentPath) => unknown,
): Record<string, unknown> => {
  const { status, components } = value;
  return {
    ...value,
    ...('status' in value ? { status: change(status, ['status']) } : {}),
    ...(Array.isArray(components)
      ? { components: components.map((one: unknown, c) => change(one, ['components', c])) }
      : {}),
  };
};

/** M-09, M-10: peers send errors of empty strings where there is none, and the reserved codes as numbers. */
export const tolerateErrors = (value: Mapping, report: Report): Record<string, unknown> =>
  eachStatus(value, (holder, path) => tolerateError(holder, path, report));

const tolerateError = (holder: unknown, path: DocumentPath, report: Report): unknown => {
  if (!isMapping(holder) || !isMapping(holder['error'])) return holder;
  const { error, ...rest } = holder as { error: Mapping };
  if (Object.values(error).every((text) => text === '')) {
    report('SX-03', [...path, 'error'], 'The error is empty and is read as no error.', { hint: 'Leave error out.' });
    return rest;
  }
  const { code } = error;
  return typeof code === 'number' ? { ...rest, error: { ...error, code: String(code) } } : holder;
};
