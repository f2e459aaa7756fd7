import { type DeltaId, DELTAS } from '@margo-sdk/spec-model';
import { type Explanation, titleLine } from './explanation.js';

/** What changed from one revision of the specification to the next. */
export const explainDelta = (id: DeltaId): Explanation => ({
  lines: (terminal) => [titleLine(id, DELTAS[id], terminal)],
  json: { id, is: 'change', message: DELTAS[id] },
});
