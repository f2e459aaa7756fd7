import type { Position } from '@margo-sdk/spec-model/positions';
import { type Explanation, factLines, titleLine } from './explanation.js';

/** What the specification leaves open, which readings there are, and what is done. */
export const explainPosition = (position: Position): Explanation => {
  const { id, question, options, choice, why, actsIn, section, absent, policy } = position;
  return {
    lines: (terminal) => [
      titleLine(id, question, terminal),
      ...options.flatMap((option, at) => factLines(at === 0 ? 'taken' : 'or', option, terminal)),
      ...factLines('choice', choice, terminal),
      ...factLines('why', why, terminal),
      ...factLines('not yet', absent, terminal),
      ...factLines('adjust', policy, terminal),
      ...factLines('acts in', actsIn.length === 0 ? undefined : actsIn.join('; '), terminal),
      ...factLines('section', section, terminal),
    ],
    json: { is: 'position', ...position },
  };
};
