/** Whether something holds; `unknown` where nothing was reported, or where an amount cannot be read. */
export type Holds = 'yes' | 'no' | 'unknown';

/** What a statement says where no capabilities are known. */
export const NOTHING_REPORTED = 'no capabilities were reported';

/** Why a profile fits on a device or does not: a statement, and what it rests on. */
export interface Reason {
  /** One sentence that says what the device has and what is asked of it. */
  readonly statement: string;
  /** Whether what is asked for is there. */
  readonly holds: Holds;
  /** What the statement rests on; absent where it stands for itself. */
  readonly because?: readonly Reason[];
}

/** What a statement says in each case. */
export type Wording = Readonly<Record<Holds, string>>;

/** A statement that rests on all of its reasons. */
export const allOf = (because: readonly Reason[], wording: Wording): Reason => {
  const holds = some(because, 'no') ? 'no' : some(because, 'unknown') ? 'unknown' : 'yes';
  return { statement: wording[holds], holds, because };
};

/** A statement that rests on one of several alternatives. Where one holds, it is the only reason that is given. */
export const anyOf = <Candidate>(
  candidates: readonly Candidate[],
  explain: (candidate: Candidate, index: number) => Reason,
  wording: Wording,
): Reason => {
  const tried: Reason[] = [];
  for (const [index, candidate] of candidates.entries()) {
    const reason = explain(candidate, index);
    if (reason.holds === 'yes') return { statement: wording.yes, holds: 'yes', because: [reason] };
    tried.push(reason);
  }
  const holds = some(tried, 'unknown') ? 'unknown' : 'no';
  return { statement: wording[holds], holds, because: tried };
};

const some = (reasons: readonly Reason[], holds: Holds): boolean => reasons.some((reason) => reason.holds === holds);

/** The statements at the ends of the tree that do not hold, or are not known to. */
export const openStatements = ({ statement, holds, because = [] }: Reason): string[] => {
  if (holds === 'yes') return [];
  return because.length === 0 ? [statement] : because.flatMap(openStatements);
};
