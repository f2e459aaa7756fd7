import type { LifecycleEvent } from '@margo-sdk/state-machine';
import { recordKey } from '../store/device-state.js';

/** Something that happened and is not committed yet. */
export interface Entry {
  readonly event: LifecycleEvent;
  /** Called when it was taken. */
  readonly taken?: () => void;
  /** Called when it was not. Without it, an event that the lifecycle refuses is a fault of the device. */
  readonly refused?: (error: unknown) => void;
}

/** Something that comes once. */
export interface Turn {
  readonly hasCome: Promise<void>;
  readonly come: () => void;
}

/**
 * One deployment on one device, in this process. Its events are taken one after the other; others do not wait for it.
 */
export interface Lane {
  /** Of its record. */
  readonly key: string;
  readonly deploymentId: string;
  /** The device behind this gateway that it is on; absent for this very device. */
  readonly deviceId?: string;
  /** What came of checks, steps and timers, oldest first. */
  readonly inbox: Entry[];
  /** What ends each step that a runtime is at, or that waits for its turn, by its number. */
  readonly steps: Map<number, AbortController>;
  /** Of each step that was to be started: when a runtime is asked, or nobody will be any more. */
  readonly turns: Map<number, Turn>;
  /** What ends each timer that is set, or has gone off and was not taken yet, by its name. */
  readonly timers: Map<string, AbortController>;
  /** Whether the lifecycle was told what is really on the device, and nothing has been lost since (L-17). */
  resumed: boolean;
  /** What the lifecycle was told is only what was remembered: its device could not be reached (L-26). */
  blind: boolean;
  /** Another look at a device that could not be reached is due. */
  lookAgain: boolean;
  pumping: boolean;
  again: boolean;
}

export const newLane = (deploymentId: string, deviceId?: string): Lane => ({
  key: recordKey(deploymentId, deviceId),
  deploymentId,
  ...(deviceId === undefined ? {} : { deviceId }),
  inbox: [],
  steps: new Map(),
  turns: new Map(),
  timers: new Map(),
  resumed: false,
  blind: false,
  lookAgain: false,
  pumping: false,
  again: false,
});

/** What events name a deployment by. */
export type Whose = Pick<Lane, 'deploymentId' | 'deviceId'>;

/** The part of a lane that its events carry. */
export const about = ({ deploymentId, deviceId }: Whose): Whose => ({
  deploymentId,
  ...(deviceId === undefined ? {} : { deviceId }),
});

/** The turn of a step, whoever asks for it first. */
export const turnOf = ({ turns }: Lane, step: number): Turn => {
  const known = turns.get(step);
  if (known) return known;
  let come = (): void => undefined;
  const hasCome = new Promise<void>((resolve) => {
    come = resolve;
  });
  const turn = { hasCome, come };
  turns.set(step, turn);
  return turn;
};

/** Empties the inbox: nothing of it will be taken. */
export const refuseAll = ({ inbox }: Lane, error: unknown): void => {
  for (const { refused } of inbox.splice(0)) refused?.(error);
};

/** Takes out of the inbox what somebody waits for: it could not be taken now. */
export const refuseAsked = ({ inbox }: Lane, error: unknown): void => {
  const entries = inbox.splice(0);
  inbox.push(...entries.filter(({ refused }) => refused === undefined));
  for (const { refused } of entries) refused?.(error);
};

/** Ends what is under way for a deployment; what comes of its steps counts no more. */
export const abandon = (lane: Lane, error: unknown): void => {
  lane.resumed = false;
  for (const timer of lane.timers.values()) timer.abort();
  lane.timers.clear();
  for (const step of lane.steps.values()) step.abort();
  refuseAll(lane, error);
};
