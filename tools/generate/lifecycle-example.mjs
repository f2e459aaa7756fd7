// The worked example of the lifecycle's page: events that are really played, and the reports that really come of them.

const NAMES = ['database', 'broker', 'dashboard'];
const PLACEMENT = 'plant';

/** A revision of three charts; a chart that changes has another letter. */
const revision = (letter, version, artifacts) => ({
  digest: `sha256:${letter.repeat(64)}`,
  manifestVersion: version,
  name: 'line-monitor',
  components: NAMES.map((name, at) => ({
    name,
    fingerprint: { placement: PLACEMENT, artifact: artifacts[at], configuration: 'c' },
  })),
});

const INSTALLED = revision('a', 7n, ['1', '1', '1']);
const UPDATE = revision('b', 8n, ['2', '2', '2']);
const CORRECTION = revision('c', 9n, ['2', '3', '2']);

const reason = { code: 'PULL_FAILED', message: 'The registry does not answer.' };
const crash = { code: 'CHART_BROKEN', message: 'The chart cannot be rendered.' };

/** Plays the example; gives a row for each event that is told. */
const play = ({ startLifecycle, nextLifecycle, statusReport, timersOf }) => {
  const rows = [];
  let snapshot = startLifecycle({ deploymentId: 'ad9b614e-8912-45f4-a523-372358765def' });

  const take = (event, words) => {
    const { snapshot: next, effects } = nextLifecycle(snapshot, event);
    snapshot = next;
    if (words === undefined) return;
    const isReported = effects.some(({ type }) => type === 'report');
    const asked = effects
      .filter(({ type }) => type === 'run')
      .map(({ step }) => `${step.kind} \`${step.component}\`${step.attempt > 1 ? ` (attempt ${step.attempt})` : ''}`);
    rows.push({ words, report: isReported ? statusReport(snapshot) : undefined, asked });
  };

  const number = () => snapshot.running.at(-1).step.number;
  const succeed = (words) => take({ type: 'step.succeeded', step: number() }, words);
  const fail = (error, retryable, words) => take({ type: 'step.failed', step: number(), error, retryable }, words);
  const fireRetry = (words) =>
    take({ type: 'timer', timer: timersOf(snapshot).find(({ timer }) => timer.startsWith('retry')).timer }, words);
  const check = ({ digest }, words) => take({ type: 'checked', digest }, words);

  take({ type: 'adopt', revision: INSTALLED });
  check(INSTALLED);
  while (snapshot.phase !== 'installed') succeed();

  take({ type: 'adopt', revision: UPDATE }, 'Manifest 8 brings a newer revision of all three charts.');
  check(UPDATE, 'It can be applied here.');
  succeed();
  succeed();
  succeed('All three charts are fetched.');
  succeed('The database is upgraded.');
  fail(reason, true, 'The broker fails; another attempt may help.');
  fireRetry('The time for another attempt has come.');
  fail(crash, false, 'The broker fails for good.');
  take({ type: 'adopt', revision: CORRECTION }, 'Manifest 9 brings another chart for the broker.');
  check(CORRECTION, 'It can be applied here. The database is as wanted already.');
  succeed();
  succeed('The two other charts are fetched.');
  succeed('The broker is installed over what the failure has left.');
  succeed('The dashboard is upgraded.');
  return rows;
};

/** The reports of an update of three charts with a failure in the middle. */
export const exampleTable = (stateMachine) => {
  const lines = play(stateMachine).map(({ words, report, asked }) => {
    const states =
      report === undefined
        ? ['no report', '', '', '', '']
        : [
            `**${report.status.state}**`,
            ...report.components.map(({ state, error }) => (error === undefined ? state : `${state}: ${error.code}`)),
            `${report.adoptedManifestVersion}`,
          ];
    return [words, ...states, asked.join(', ')];
  });
  const head = ['What happens', 'Overall', ...NAMES, 'Version', 'What is begun'];
  return [head, head.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
};
