import { isMapping } from '../../reading/mapping.js';
import type { ComponentDecision, ConversionDecisions } from '../decisions.js';

/** What was decided about a component, by its name. */
export const answerFor = (decisions: ConversionDecisions, name: string): ComponentDecision => {
  const answers: unknown = decisions.components;
  const answer: unknown = isMapping(answers) && Object.hasOwn(answers, name) ? answers[name] : undefined;
  return isMapping(answer) ? answer : {};
};
