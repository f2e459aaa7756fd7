import type { FleetStore } from '../fleet-store.js';

/** The methods of a store as this database has them: they give what they give, or throw, without a promise around it. */
export type PlainStore = {
  readonly [Method in keyof FleetStore]: (
    ...given: Parameters<FleetStore[Method]>
  ) => Awaited<ReturnType<FleetStore[Method]>>;
};
