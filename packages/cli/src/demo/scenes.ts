import type { ParameterValue } from '@margo-sdk/spec-model';
import type { Chart } from './messages.js';

/** What the operator wants, relative to the example application. */
export interface Wish {
  /** Version of the application. */
  readonly version: string;
  /** Revisions of the three charts. */
  readonly charts: { readonly database: string; readonly broker: string; readonly dashboard: string };
  readonly values?: Readonly<Record<string, ParameterValue>>;
}

/** One act of the operator, and everything that a fleet manager must see of it. */
export interface Scene {
  readonly title: string;
  /** What is published; null removes the application. */
  readonly wish: Wish | null;
  /** A chart that fails: once in a way that may pass, then for good. */
  readonly broken?: Chart;
  /** As soon as this line is seen, something newer is published; the step that runs meanwhile ends after that. */
  readonly newer?: { readonly at: string; readonly running: Chart; readonly wish: Wish };
  /** The device process is killed as soon as this line is seen and the step runs, and started again. */
  readonly kill?: { readonly at: string; readonly running: Chart };
  /** Every change that is reported, in order: adopted version, overall state, and the state of each component. */
  readonly expected: readonly string[];
  /** Every step that the device takes, in order; retried ones too. */
  readonly steps: readonly string[];
  /** What the fleet manager concludes in the end. */
  readonly verdict: string;
}

/** All charts change. L-02: the next one starts in the same report in which the one before is done. */
const oneAfterTheOther = (version: string): readonly string[] => [
  `${version} pending: database pending, broker pending, dashboard pending`,
  `${version} installing: database installing, broker pending, dashboard pending`,
  `${version} installing: database installed, broker installing, dashboard pending`,
  `${version} installing: database installed, broker installed, dashboard installing`,
  `${version} installed: database installed, broker installed, dashboard installed`,
];

/** The database stays as it is. L-11: what is kept stays installed. */
const allButTheDatabase = (version: string): readonly string[] => [
  `${version} pending: database installed, broker pending, dashboard pending`,
  ...oneAfterTheOther(version).slice(2),
];

/** The play. States follow the lifecycle positions named beside them. */
export const SCENES: readonly Scene[] = [
  {
    title: 'Install version 1.0.0: three charts, one after the other',
    wish: { version: '1.0.0', charts: { database: '1.0.0', broker: '1.0.0', dashboard: '1.0.0' } },
    expected: oneAfterTheOther('1.0.0'),
    steps: ['install database 1.0.0', 'install broker 1.0.0', 'install dashboard 1.0.0'],
    verdict: 'converged',
  },
  {
    title: 'Update all three charts to 1.1.0',
    wish: { version: '1.1.0', charts: { database: '1.1.0', broker: '1.1.0', dashboard: '1.1.0' } },
    expected: oneAfterTheOther('1.1.0'),
    steps: ['upgrade database 1.1.0', 'upgrade broker 1.1.0', 'upgrade dashboard 1.1.0'],
    verdict: 'converged',
  },
  {
    title: 'Update to 1.2.0, whose broker fails: once in a way that may pass, then for good',
    wish: { version: '1.2.0', charts: { database: '1.2.0', broker: '1.2.0', dashboard: '1.2.0' } },
    broken: { component: 'broker', revision: '1.2.0' },
    // L-15: the other attempt makes no report. L-07: the database stays, the dashboard is not touched, nothing is
    // rolled back.
    expected: [
      ...oneAfterTheOther('1.2.0').slice(0, 3),
      '1.2.0 failed: database installed, broker failed, dashboard pending',
    ],
    steps: ['upgrade database 1.2.0', 'upgrade broker 1.2.0', 'upgrade broker 1.2.0, attempt 2'],
    verdict: 'failed',
  },
  {
    title: 'Publish 1.2.1 with another broker chart: the update goes on, and the database is left alone',
    wish: { version: '1.2.1', charts: { database: '1.2.0', broker: '1.2.1', dashboard: '1.2.0' } },
    expected: allButTheDatabase('1.2.1'),
    steps: ['install broker 1.2.1', 'upgrade dashboard 1.2.0'],
    verdict: 'converged',
  },
  {
    title: 'Change a value that reaches the dashboard only',
    wish: {
      version: '1.2.1',
      charts: { database: '1.2.0', broker: '1.2.1', dashboard: '1.2.0' },
      values: { refreshSeconds: 30 },
    },
    // L-22: only components that the value reaches take a step.
    expected: [
      '1.2.1 pending: database installed, broker installed, dashboard pending',
      ...oneAfterTheOther('1.2.1').slice(3),
    ],
    steps: ['reconfigure dashboard 1.2.0'],
    verdict: 'converged',
  },
  {
    title: 'Update to 1.3.0, publish 1.4.0 in the middle of it, and kill the device in the middle of that',
    wish: {
      version: '1.3.0',
      charts: { database: '1.3.0', broker: '1.3.0', dashboard: '1.3.0' },
      values: { refreshSeconds: 30 },
    },
    newer: {
      at: '1.3.0 installing: database installed, broker installing, dashboard pending',
      running: { component: 'broker', revision: '1.3.0' },
      wish: {
        version: '1.4.0',
        charts: { database: '1.3.0', broker: '1.4.0', dashboard: '1.4.0' },
        values: { refreshSeconds: 30 },
      },
    },
    kill: {
      at: '1.4.0 installing: database installed, broker installed, dashboard installing',
      running: { component: 'dashboard', revision: '1.4.0' },
    },
    // L-12: the running step ends, the rest of 1.3.0 is skipped. L-17: only what was cut off is done again.
    expected: [...oneAfterTheOther('1.3.0').slice(0, 3), ...allButTheDatabase('1.4.0')],
    steps: [
      'upgrade database 1.3.0',
      'upgrade broker 1.3.0',
      'upgrade broker 1.4.0',
      'upgrade dashboard 1.4.0',
      'upgrade dashboard 1.4.0',
    ],
    verdict: 'converged',
  },
  {
    title: 'Remove the application',
    wish: null,
    // L-04: everything is removing at once, and goes in reverse order.
    expected: [
      'none removing: database removing, broker removing, dashboard removing',
      'none removing: database removing, broker removing, dashboard removed',
      'none removing: database removing, broker removed, dashboard removed',
      'none removed: database removed, broker removed, dashboard removed',
    ],
    steps: ['remove dashboard', 'remove broker', 'remove database'],
    verdict: 'gone',
  },
];
