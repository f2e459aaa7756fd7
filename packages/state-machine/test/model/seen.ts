import type { Effect, Expected, ExpectedReport, Fault, Report } from './terms.js';

type Shown = Report['components'][number]['error'];

/** The error as the model would say it: where it only asks for certain words, the words; else the message. */
const seenError = (shown: NonNullable<Shown>, expected: Fault | undefined): Fault => ({
  code: shown.code ?? 'no code',
  ...(expected?.message === undefined ? {} : { message: shown.message ?? 'no message' }),
  ...(expected?.mentions !== undefined && shown.message?.includes(expected.mentions)
    ? { mentions: expected.mentions }
    : {}),
});

export const seenReport = (report: Report, expected: ExpectedReport | undefined): ExpectedReport => ({
  version: report.adoptedManifestVersion,
  state: report.status.state,
  ...(report.status.error ? { error: seenError(report.status.error, expected?.error) } : {}),
  components: report.components.map(({ name, state, error }, index) => ({
    name,
    state,
    ...(error ? { error: seenError(error, expected?.components[index]?.error) } : {}),
  })),
});

/** The effects of one event in the form in which the model says them. */
export const seen = (effects: readonly Effect[], expected: Expected): Expected => {
  const result: Expected = { runs: [], cancels: [], forget: false };
  for (const effect of effects) {
    if (effect.type === 'report') result.report = seenReport(effect.report, expected.report);
    else if (effect.type === 'check') result.check = effect.digest;
    else if (effect.type === 'run') {
      const { number, attempt, kind, component, placement, digest } = effect.step;
      result.runs.push({ number, attempt, kind, component, placement, digest: digest ?? '' });
    } else if (effect.type === 'cancel') result.cancels.push(effect.step);
    else result.forget = true;
  }
  return result;
};
