import {
  createActor,
  type AnyMachineSnapshot,
  type AnyStateMachine,
  type ContextFrom,
  type EventFromLogic,
  type SnapshotFrom,
} from 'xstate';

/** An action of a machine that stands for something to be done. */
export interface EffectAction {
  readonly type: string;
  readonly params: unknown;
}

/** A machine from event to event, without an actor that would live between them. */
export interface PureMachine<M extends AnyStateMachine> {
  /** The state of this name, with this context. */
  readonly at: (name: string, context: ContextFrom<M>) => SnapshotFrom<M>;
  /** Where an event leads from a state, and what is to be done then. */
  readonly next: (state: SnapshotFrom<M>, event: EventFromLogic<M>) => readonly [SnapshotFrom<M>, EffectAction[]];
}

/**
 * Gives what `transition` and `resolveState` of xstate give, in a fraction of the time: those make an actor, and with it
 * the initial state of the machine, for each event, and look a state up for each snapshot. Here one actor, which is
 * never started, stands in for all of them, and each state is looked up once. That is enough for a machine that starts,
 * sends and emits nothing.
 */
export const pureMachine = <M extends AnyStateMachine>(machine: M): PureMachine<M> => {
  const self = createActor(machine as AnyStateMachine);
  const { id, sessionId, system } = self;
  const idle = { self, id, sessionId, system, logger: () => {}, defer: () => {}, emit: () => {}, stopChild: () => {} };
  const states = new Map<string, AnyMachineSnapshot>();

  const stateOf = (name: string): AnyMachineSnapshot => {
    const state = states.get(name) ?? machine.resolveState({ value: name, context: {} });
    states.set(name, state);
    return state;
  };

  return {
    at: (name, context) => ({ ...stateOf(name), context }) as SnapshotFrom<M>,
    next: (state, event) => {
      const actions: EffectAction[] = [];
      const actionExecutor = (action: EffectAction): void => void actions.push(action);
      return [machine.transition(state, event, { ...idle, actionExecutor }) as SnapshotFrom<M>, actions];
    },
  };
};
