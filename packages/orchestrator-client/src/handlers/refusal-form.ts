import type { ProfileFacts } from '@margo-sdk/protocol';
import { MEDIA_TYPES, type ProblemDetail } from '@margo-sdk/spec-model';
import type { HandlerAnswer } from './request.js';

/**
 * Writes a refusal as the profile has it. Before there were problem documents, a refusal was an object with one sentence
 * (D-33); everything else that a problem says stands in the status and in the headers, or is for nobody there.
 *
 * @param answer - any answer; one that is no problem document stays as it is
 * @param form - what the table of profiles says
 */
export const inRefusalForm = (answer: HandlerAnswer, form: ProfileFacts['refusals']): HandlerAnswer => {
  if (form === 'problem' || answer.headers['Content-Type'] !== MEDIA_TYPES.problem) return answer;
  const { 'Content-Length': _, ...headers } = answer.headers;
  // That of a HEAD request; its length would be that of a body that is never written.
  if (answer.body === null) return { ...answer, headers: { ...headers, 'Content-Type': MEDIA_TYPES.json } };
  const problem = JSON.parse(new TextDecoder().decode(answer.body)) as ProblemDetail;
  const body = new TextEncoder().encode(JSON.stringify({ [form]: sentenceOf(problem) }));
  return {
    ...answer,
    headers: { ...headers, 'Content-Type': MEDIA_TYPES.json, 'Content-Length': `${body.byteLength}` },
    body,
  };
};

/** What is wrong, and then each fault with its place. */
const sentenceOf = ({ title, detail, errors = [] }: ProblemDetail): string =>
  [
    detail ?? title ?? 'The request is refused.',
    ...errors.map(({ field, message }) => (field === '' ? message : `${field}: ${message}`)),
  ].join(' ');
