import { createHash } from 'node:crypto';
import {
  lifecycleActor,
  startLifecycle,
  statusReport,
  type DeploymentSnapshot,
  type LifecycleEmitted,
  type LifecycleEvent,
} from '@margo-sdk/state-machine';
import type { ActorScope, Snapshot } from 'xstate';
import { getAdjacencyMap } from 'xstate/graph';
import { DEPLOYMENT_ID } from '../support/revisions.js';
import { canonical } from './canonical.js';
import { eventsIn } from './events.js';
import type { Model } from './models.js';

/** One event that was taken; states are named by their number in the order they were found. */
export interface Edge {
  readonly from: number;
  readonly label: string;
  readonly to: number;
}

export interface Graph {
  readonly states: readonly DeploymentSnapshot[];
  /** Grouped by the state that they lead from, in its order. */
  readonly edges: readonly Edge[];
}

/** One event being taken, with nothing forgotten yet of what came of it. */
export interface Taken {
  readonly before: DeploymentSnapshot;
  readonly label: string;
  readonly event: LifecycleEvent;
  readonly after: DeploymentSnapshot;
  readonly effects: readonly LifecycleEmitted[];
  /** Whether the state that it leads to was not known before. */
  readonly isNew: boolean;
}

type Node = Snapshot<undefined> & { readonly number: number };

/** An event as the walk names it: what it is called is its type. */
interface Walked {
  readonly type: string;
  readonly event: LifecycleEvent;
}

// What was last told follows from the rest of the state, which the walk checks: it tells no two states apart.
const keyOf = ({ told: _told, ...rest }: DeploymentSnapshot): string =>
  createHash('sha1').update(JSON.stringify(rest)).digest('base64');

/** What the report says of the state with what was forgotten forgotten. */
const retold = (snapshot: DeploymentSnapshot): DeploymentSnapshot => {
  const report = statusReport(snapshot);
  return { ...snapshot, told: report ? { status: report.status, components: report.components } : null };
};

/**
 * Walks every state that can be reached, by every event that is allowed in it, with xstate/graph. The logic that is
 * walked is that of the actor; each state is known by what is left when all is forgotten that nothing depends on.
 */
export const walk = ({ revisions, policy, leftOut }: Model, visit: (taken: Taken) => void): Graph => {
  const logic = lifecycleActor(policy);
  const numbers = new Map<string, number>();
  const states: DeploymentSnapshot[] = [];
  const nodes: Node[] = [];

  const numberOf = (snapshot: DeploymentSnapshot): number => {
    const forgetful = canonical(snapshot, policy);
    const key = keyOf(forgetful);
    const known = numbers.get(key);
    if (known !== undefined) return known;
    const number = states.push(retold(forgetful)) - 1;
    numbers.set(key, number);
    nodes.push({ status: 'active', output: undefined, error: undefined, number });
    return number;
  };

  type Scope = ActorScope<Node, Walked>;
  const walked = {
    config: logic.config,
    getInitialSnapshot: (): Node => nodes[numberOf(startLifecycle({ deploymentId: DEPLOYMENT_ID }))]!,
    getPersistedSnapshot: (node: Node): Node => node,
    transition: ({ number }: Node, { type: label, event }: Walked, scope: Scope): Node => {
      const before = states[number]!;
      const effects: LifecycleEmitted[] = [];
      const state = {
        status: 'active' as const,
        output: undefined,
        error: undefined,
        input: undefined,
        context: before,
      };
      const emit = (effect: LifecycleEmitted): number => effects.push(effect);
      const { context: after } = logic.transition(state, event, { ...scope, emit } as never);
      const size = states.length;
      const node = nodes[numberOf(after)]!;
      visit({ before, label, event, after, effects, isNew: node.number === size });
      return node;
    },
  };

  const isLeftOut = (label: string): boolean => leftOut.some((one) => label.startsWith(one));
  const map = getAdjacencyMap<Node, Walked, never>(walked as never, {
    events: ({ number }: Node) =>
      eventsIn(states[number]!, revisions, policy).flatMap(({ label, event }) =>
        isLeftOut(label) ? [] : [{ type: label, event }],
      ),
    serializeState: ({ number }) => String(number),
    serializeEvent: ({ type }) => type,
  });
  const edges = Object.values(map).flatMap(({ state, transitions }) =>
    Object.entries<{ readonly state: Node }>(transitions).map(([label, next]) => ({
      from: state.number,
      label,
      to: next.state.number,
    })),
  );
  return { states, edges };
};
