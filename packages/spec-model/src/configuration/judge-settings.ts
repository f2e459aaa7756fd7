import type { ApplicationDeployment } from '../application-deployment/schema.js';
import { parameterValueSchema, type ParameterValue } from '../application-description/parameters-schema.js';
import type { ApplicationDescription } from '../application-description/schema.js';
import type { Issue, Severity } from '../issue.js';
import { quoted } from '../reading/wording.js';
import { type RuleId, RULES } from '../rules/registry.js';
import type { ValueLimits } from './match-budget.js';
import { profileOf } from './profile.js';
import { type ConfiguredSetting, immutableParameters, settingsOf } from './settings.js';
import { createValueJudge } from './value-judge.js';
import { own, saysTheSame, valueOf, type Values } from './values.js';

/** What values are held to besides their description. */
export interface CheckValuesOptions extends ValueLimits {
  /** Id of the deployment profile; parameters that do not reach it need no value. Without it all are asked for. */
  readonly profile?: string;
  /** The deployment that is updated: what it has of immutable parameters stays (CF-13). */
  readonly previous?: ApplicationDeployment;
  /** Whether a value for a parameter that the description does not have is an error or a warning. Default true. */
  readonly rejectUnknown?: boolean;
}

/** What a parameter is set to. */
interface Chosen {
  readonly value: ParameterValue | null | undefined;
  /** Whether the deployment that is updated has a value. */
  readonly installed: boolean;
  /** Whether the value differs from that of the deployment that is updated; without one, from the default. */
  readonly changed: boolean;
}

/** A setting with its value and what is wrong with it. */
export interface JudgedSetting extends ConfiguredSetting, Chosen {
  readonly issues: readonly Issue[];
}

/** All settings, judged, and the issues that belong to none of them. */
export interface Judgement {
  readonly settings: readonly JudgedSetting[];
  readonly others: readonly Issue[];
}

const issueOf = (rule: RuleId, name: string, message: string, severity: Severity = RULES[rule].severity): Issue => {
  const { hint } = RULES[rule];
  return { rule, severity, path: ['values', name], message, ...(hint === undefined ? {} : { hint }) };
};

/** Holds values to the settings of a description. Messages never repeat a value: it may be a secret. */
export const judgeSettings = (
  description: ApplicationDescription,
  values: Values,
  { profile, previous, rejectUnknown = true, ...limits }: CheckValuesOptions,
): Judgement => {
  const settings = settingsOf(description, profile === undefined ? undefined : profileOf(description, profile));
  const sources = { values, previous, immutable: immutableParameters(settings) };
  const judge = createValueJudge(limits);

  const malformed = new Set<string>();
  const others: Issue[] = [];
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined) continue;
    if (!Object.hasOwn(description.parameters ?? {}, name)) {
      const said = `${description.id} has no parameter ${quoted(name)}.`;
      others.push(issueOf('AX-06', name, said, rejectUnknown ? 'error' : 'warning'));
    } else if (value !== null && !parameterValueSchema.safeParse(value).success) {
      malformed.add(name);
      others.push(
        issueOf(
          'PM-04',
          name,
          `The value of ${name} must be a string, a number, a boolean, or a list of one of these.`,
        ),
      );
    }
  }

  // Thousands of settings can be about one parameter, and lists are long.
  const known = new Map<string, Chosen>();
  const chosenFor = ({ setting: { parameter: name }, parameter }: ConfiguredSetting): Chosen => {
    const value = valueOf(name, parameter, sources);
    const before = own(previous?.spec.parameters, name);
    const changed = !saysTheSame(value, before ? before.value : parameter.value);
    return { value, installed: before !== undefined, changed };
  };

  const judgeSetting = (configured: ConfiguredSetting): JudgedSetting => {
    const { setting, schema, reaches } = configured;
    const name = setting.parameter;
    const chosen = known.get(name) ?? chosenFor(configured);
    known.set(name, chosen);
    // What goes nowhere needs no value; what somebody chose is judged wherever it goes.
    if (malformed.has(name) || (reaches.length === 0 && own(values, name) === undefined))
      return { ...configured, ...chosen, issues: [] };
    const issues = judge(schema, chosen.value).map(({ rule, said }) =>
      issueOf(rule, name, `The value of ${name} ${said}.`),
    );
    if (sources.immutable.has(name) && chosen.installed && chosen.changed) {
      issues.push(issueOf('CF-13', name, `The value of ${name} was fixed when it was installed, and may not change.`));
    }
    return { ...configured, ...chosen, issues };
  };
  return { settings: settings.map(judgeSetting), others };
};
