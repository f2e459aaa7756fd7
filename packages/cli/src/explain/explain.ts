import { DELTAS, type DeltaId, DOCUMENT_NAMES, type RuleId, RULES } from '@margo-sdk/spec-model';
import { type PositionId, POSITIONS } from '@margo-sdk/spec-model/positions';
import { defineCommand } from '../command.js';
import { EXIT_CODES } from '../exit-codes.js';
import { didYouMean } from '../nearest.js';
import { printJson } from '../output/json.js';
import { oneOf } from '../parse-call.js';
import { printable } from '../terminal.js';
import { UsageError } from '../usage-error.js';
import { explainDelta } from './delta.js';
import type { Explanation } from './explanation.js';
import { explainField, fieldPaths, knownFields } from './field.js';
import { printGroups } from './groups.js';
import { explainPosition } from './position.js';
import { explainRule } from './rule.js';

/** Says what an id or a member of a document means. */
export const explain = defineCommand({
  name: 'explain',
  synopsis: '[ID…]',
  summary: 'Say what a rule, a position, a change or a member means',
  usage: `Usage: margo explain [ID…] [options]

ID is one of these; without any, all groups of them are listed.
  AD-06                  a rule that documents are checked against
  M-07, L-09, A-15       a position: what the specification leaves open, and what is done about it
  D-07                   a change from one revision of the specification to the next
  metadata.version       a member of a document; deploymentProfiles[0].id and deploymentProfiles[].id are the same

Options:
  --kind KIND            The kind of document that members belong to, where several have them
  --format pretty|json   For people (the default), or for programs
  --help, -h             Show this text

Exit codes: 0 all were explained, 2 an id is not known.`,
  options: { kind: { type: 'string' } },
  formats: ['pretty', 'json'],
  run: ({ operands, options, format }, { terminal }) => {
    const kind = options.kind === undefined ? undefined : oneOf('--kind', DOCUMENT_NAMES, options.kind);
    if (operands.length === 0) {
      printGroups(format, terminal);
      return EXIT_CODES.ok;
    }
    const known = kind === undefined ? DOCUMENT_NAMES : [kind];
    const explanations = operands.map((operand) => {
      const explanation = explanationOf(operand) ?? explainField(operand, known);
      if (explanation) return explanation;
      throw new UsageError(
        `${printable(operand)} is no rule, no position, no change and no member of ${kind ?? 'a document'}.`,
        suggestion(operand, fieldPaths(known)),
      );
    });
    if (format === 'json') printJson({ explained: explanations.map(({ json }) => json) }, terminal);
    else {
      const texts = explanations.map(({ lines }) => lines(terminal).join('\n'));
      terminal.out(texts.join('\n\n'));
    }
    return EXIT_CODES.ok;
  },
});

/** A bare name stands for the members that end with it. */
const suggestion = (given: string, paths: readonly string[]): string => {
  const ending = paths.filter((path) => path.endsWith(`.${given}`)).slice(0, 3);
  if (ending.length > 0) return `Did you mean ${ending.join(' or ')}?`;
  return didYouMean(given, [...IDS, ...paths]) ?? 'See margo explain for all ids.';
};

const IDS = [...Object.keys(RULES), ...Object.keys(POSITIONS), ...Object.keys(DELTAS)];

const explanationOf = (given: string): Explanation | undefined => {
  const id = given.toUpperCase();
  if (Object.hasOwn(RULES, id)) return explainRule(id as RuleId, knownFields);
  if (Object.hasOwn(POSITIONS, id)) return explainPosition(POSITIONS[id as PositionId]);
  return Object.hasOwn(DELTAS, id) ? explainDelta(id as DeltaId) : undefined;
};
