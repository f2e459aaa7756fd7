/** What the SDK does where the specification is silent or contradicts itself. A choice, not a fact. */
export interface Position {
  /** `L-…` is about the lifecycle of a deployment, `M-…` about the interface, `A-…` about documents. Stable. */
  readonly id: string;
  /** What the specification leaves open. */
  readonly question: string;
  /** Readings that were possible; the first is the one that was taken. */
  readonly options: readonly [taken: string, other: string, ...others: string[]];
  /** What the SDK does. */
  readonly choice: string;
  /** Why this and not the others, where the choice does not say so itself. */
  readonly why?: string;
  /** Where it acts: ids of rules, and places in the sources as `package, folder/file`. Empty while nothing does. */
  readonly actsIn: readonly string[];
  /** Page of the specification that leaves the question open. */
  readonly section: string;
  /** What of it is decided and not built in this version. */
  readonly absent?: string;
  /** The option with which an embedder has it otherwise, as `Type.option` or `function(parameter)`. */
  readonly policy?: string;
}

/** Gives each position the id that it stands under. */
export const positions = <Id extends string>(
  texts: Readonly<Record<Id, Omit<Position, 'id'>>>,
): Readonly<Record<Id, Position>> =>
  Object.fromEntries(
    Object.entries<Omit<Position, 'id'>>(texts).map(([id, text]) => [id, { id, ...text }]),
  ) as unknown as Readonly<Record<Id, Position>>;
