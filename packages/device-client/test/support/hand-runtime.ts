import type { Step, Workload } from '@margo-sdk/state-machine';
import type { ApplyRequest, GaveUpFact, WorkloadRuntime } from '../../src/index.js';
import { until } from './until.js';

/** A step that the runtime was asked for and has not settled. */
export interface Call {
  readonly deploymentId: string;
  readonly kind: Step['kind'];
  readonly component: string;
  readonly signal: AbortSignal;
  /** Says that the component is in place. */
  applied(): void;
  done(): void;
  fail(error: Error): void;
}

/** A runtime of which every step is settled by the test. It really has workloads. */
export interface HandRuntime extends WorkloadRuntime {
  /** Steps that were not settled, as `install broker`, in the order in which they were asked for. */
  readonly open: () => string[];
  /** Every step so far, in the same way. */
  readonly asked: string[];
  /** The oldest open step of this name, once there is one. */
  call(name: string): Promise<Call>;
  /** Raises a fact. */
  gaveUp(fact: GaveUpFact): void;
  /** Whether somebody listens to facts. */
  readonly watched: () => boolean;
}

export const createHandRuntime = ({
  preparesAtOnce = true,
  /** Steps that do not hear that they were called off, as `install broker`. */
  deaf = [],
}: {
  readonly preparesAtOnce?: boolean;
  readonly deaf?: readonly string[];
} = {}): HandRuntime => {
  const workloads = new Map<string, Map<string, Workload>>();
  const calls = new Set<Call>();
  const asked: string[] = [];
  let listener: ((fact: GaveUpFact) => void) | undefined;

  const of = (deploymentId: string): Map<string, Workload> => {
    const found = workloads.get(deploymentId) ?? new Map<string, Workload>();
    workloads.set(deploymentId, found);
    return found;
  };
  const nameOf = ({ kind, component }: Call): string => `${kind} ${component}`;

  const ask = (
    step: Pick<Call, 'deploymentId' | 'kind' | 'component' | 'signal'>,
    { onApplied, half, whole }: { onApplied?: (() => void) | undefined; half: () => void; whole: () => void },
  ): Promise<void> =>
    new Promise((resolve, reject) => {
      const call: Call = {
        ...step,
        applied: () => {
          half();
          onApplied?.();
        },
        done: () => {
          calls.delete(call);
          whole();
          resolve();
        },
        fail: (error) => {
          calls.delete(call);
          half();
          reject(error);
        },
      };
      calls.add(call);
      asked.push(nameOf(call));
      if (deaf.includes(nameOf(call))) return;
      step.signal.addEventListener('abort', () => call.fail(step.signal.reason as Error), { once: true });
    });

  return {
    open: () => [...calls].map(nameOf),
    asked,
    call: async (name) => {
      const find = (): Call | undefined => [...calls].find((call) => nameOf(call) === name);
      await until(() => find() !== undefined);
      return find() as Call;
    },
    gaveUp: (fact) => listener?.(fact),
    watched: () => listener !== undefined,
    supports: () => true,
    prepare: ({ deploymentId, component }, signal) =>
      preparesAtOnce
        ? Promise.resolve()
        : ask({ deploymentId, kind: 'prepare', component, signal }, { half: () => {}, whole: () => {} }),
    apply: ({ deploymentId, kind, component, fingerprint, onApplied }: ApplyRequest, signal) =>
      ask(
        { deploymentId, kind, component, signal },
        {
          onApplied,
          half: () => of(deploymentId).set(component, { name: component, fingerprint, doubtful: true }),
          whole: () => of(deploymentId).set(component, { name: component, fingerprint }),
        },
      ),
    remove: ({ deploymentId, component }, signal) =>
      ask(
        { deploymentId, kind: 'remove', component, signal },
        { half: () => {}, whole: () => of(deploymentId).delete(component) },
      ),
    inspect: (deploymentId) => Promise.resolve([...of(deploymentId).values()]),
    watch: (told, signal) => {
      listener = told;
      signal.addEventListener('abort', () => (listener = undefined), { once: true });
    },
  };
};
