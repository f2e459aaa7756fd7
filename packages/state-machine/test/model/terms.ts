import type { lifecyclePolicy, nextLifecycle, statusReport } from '@margo-sdk/state-machine';

/** The types of the public functions; the model needs nothing else of the package. */
export type LifecycleEvent = Parameters<typeof nextLifecycle>[1];
export type Effect = ReturnType<typeof nextLifecycle>['effects'][number];
export type Snapshot = ReturnType<typeof nextLifecycle>['snapshot'];
export type Policy = ReturnType<typeof lifecyclePolicy>;
export type Report = NonNullable<ReturnType<typeof statusReport>>;
export type Revision = Extract<LifecycleEvent, { type: 'adopt' }>['revision'];
export type ComponentSpec = Revision['components'][number];
export type Fingerprint = ComponentSpec['fingerprint'];
export type State = Report['status']['state'];
export type Kind = 'prepare' | 'install' | 'upgrade' | 'reconfigure' | 'remove';

/** What is on the device under one name; the list that holds them goes from the oldest to the newest. */
export interface Workload {
  readonly name: string;
  readonly fingerprint: Fingerprint;
  readonly doubtful: boolean;
}

/** A step of a plan, before it is run. */
export interface Task {
  readonly kind: Kind;
  readonly component: string;
  readonly placement: string;
}

/** An error as the report must show it: with exactly this message, or with one that holds these words. */
export interface Fault {
  readonly code: string;
  readonly message?: string;
  readonly mentions?: string;
}

/** What may be seen of a report. */
export interface ExpectedReport {
  readonly version: bigint;
  readonly state: State;
  readonly error?: Fault;
  readonly components: readonly { readonly name: string; readonly state: State; readonly error?: Fault }[];
}

/** What may be seen after one event. */
export interface Expected {
  report?: ExpectedReport;
  check?: string;
  runs: { number: number; attempt: number; kind: Kind; component: string; placement: string; digest: string }[];
  cancels: number[];
  forget: boolean;
}

export const sameFingerprint = (a: Fingerprint, b: Fingerprint): boolean =>
  a.placement === b.placement && a.artifact === b.artifact && a.configuration === b.configuration;
