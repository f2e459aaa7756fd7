import type { ParameterValue } from '@margo-sdk/spec-model';

/** What the operator wants, relative to the example application. */
export interface Wish {
  /** Version of the application. */
  readonly version: string;
  /** Revisions of the two charts. */
  readonly charts: { readonly broker: string; readonly dashboard: string };
  readonly values?: Readonly<Record<string, ParameterValue>>;
}

/** One act of the operator, and everything that a fleet manager must see of it. */
export interface Scene {
  readonly title: string;
  /** What is published; null removes the application. */
  readonly wish: Wish | null;
  /** A chart revision that cannot be installed. */
  readonly broken?: { readonly component: string; readonly revision: string };
  /** Kill the device process as soon as this line is seen, while the step runs, and start it again. */
  readonly killAt?: string;
  /** Every change that is reported, in order: overall state, broker, dashboard. */
  readonly expected: readonly string[];
  /** Every step that the device takes, in order. */
  readonly steps: readonly string[];
  /** What the fleet manager concludes in the end. */
  readonly verdict: string;
}

/** Both charts change. L-02: the second one starts in the same report in which the first is done. */
const ONE_AFTER_THE_OTHER = [
  'pending: broker pending, dashboard pending',
  'installing: broker installing, dashboard pending',
  'installing: broker installed, dashboard installing',
  'installed: broker installed, dashboard installed',
];

/** One chart changes. L-11: what is kept stays installed. */
const DASHBOARD_ONLY = [
  'pending: broker installed, dashboard pending',
  'installing: broker installed, dashboard installing',
  'installed: broker installed, dashboard installed',
];

/** The play. States follow the lifecycle positions named beside them. */
export const SCENES: readonly Scene[] = [
  {
    title: 'Install version 1.0.0: two charts, one after the other',
    wish: { version: '1.0.0', charts: { broker: '1.0.0', dashboard: '1.0.0' } },
    expected: ONE_AFTER_THE_OTHER,
    steps: ['install broker', 'install dashboard'],
    verdict: 'converged',
  },
  {
    title: 'Update both charts to 1.1.0',
    wish: { version: '1.1.0', charts: { broker: '1.1.0', dashboard: '1.1.0' } },
    expected: ONE_AFTER_THE_OTHER,
    steps: ['upgrade broker', 'upgrade dashboard'],
    verdict: 'converged',
  },
  {
    title: 'Update to 1.2.0, whose dashboard chart cannot be installed',
    wish: { version: '1.2.0', charts: { broker: '1.2.0', dashboard: '1.2.0' } },
    broken: { component: 'dashboard', revision: '1.2.0' },
    // L-07: what is installed stays installed, and nothing is rolled back.
    expected: [
      'pending: broker pending, dashboard pending',
      'installing: broker installing, dashboard pending',
      'installing: broker installed, dashboard installing',
      'failed: broker installed, dashboard failed',
    ],
    steps: ['upgrade broker', 'upgrade dashboard'],
    verdict: 'failed',
  },
  {
    title: 'Publish the corrected revision: only the dashboard changes',
    wish: { version: '1.2.1', charts: { broker: '1.2.0', dashboard: '1.2.1' } },
    expected: DASHBOARD_ONLY,
    steps: ['install dashboard'],
    verdict: 'converged',
  },
  {
    title: 'Change a value that reaches the dashboard only',
    wish: { version: '1.2.1', charts: { broker: '1.2.0', dashboard: '1.2.1' }, values: { refreshSeconds: 30 } },
    // L-22: only components that the value reaches take a step.
    expected: DASHBOARD_ONLY,
    steps: ['reconfigure dashboard'],
    verdict: 'converged',
  },
  {
    title: 'Update both charts to 1.3.0, and kill the device while the dashboard is being updated',
    wish: { version: '1.3.0', charts: { broker: '1.3.0', dashboard: '1.3.0' }, values: { refreshSeconds: 30 } },
    killAt: 'installing: broker installed, dashboard installing',
    // L-17: the broker is not updated again, the dashboard is.
    expected: ONE_AFTER_THE_OTHER,
    steps: ['upgrade broker', 'upgrade dashboard', 'upgrade dashboard'],
    verdict: 'converged',
  },
  {
    title: 'Remove the application',
    wish: null,
    // L-04: everything is removing at once, and goes in reverse order.
    expected: [
      'removing: broker removing, dashboard removing',
      'removing: broker removing, dashboard removed',
      'removed: broker removed, dashboard removed',
    ],
    steps: ['remove dashboard', 'remove broker'],
    verdict: 'gone',
  },
];
