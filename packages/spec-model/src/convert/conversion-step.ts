import type { DocumentPath } from '../issue.js';
import type { DeltaId } from './deltas.js';

/** One thing that was brought to the form of the other revision. */
export interface ChangedStep {
  readonly kind: 'changed';
  /** The change of the specification that asks for it. */
  readonly delta: DeltaId;
  /** Where it stood; absent when it was added. */
  readonly from?: DocumentPath;
  /** Where it stands now; absent when the other revision says the same by saying nothing. */
  readonly to?: DocumentPath;
  /** What changed, in one sentence. */
  readonly what: string;
}

/** One thing that the other revision has no place for. */
export interface LostStep {
  readonly kind: 'lost';
  readonly delta: DeltaId;
  /** Where it stood. */
  readonly path: DocumentPath;
  /** Why it could not stay, in one sentence. */
  readonly why: string;
  /** What stood there; left out below parameters, whose values may be secret. */
  readonly value?: unknown;
}

/** One thing that only a person can know. */
export interface DecideStep {
  readonly kind: 'decide';
  readonly delta: DeltaId;
  /** Where the answer belongs. */
  readonly path: DocumentPath;
  readonly question: string;
  /** What may be a good answer, in one sentence. */
  readonly suggestion?: string;
  /** What was written there for the time being; absent when nothing was. */
  readonly placeholder?: unknown;
}

/**
 * One step of a conversion. Paths are those of the document as it stood before the step, for `to` and for the path of
 * a decision as it stood after it.
 */
export type ConversionStep = ChangedStep | LostStep | DecideStep;

/** What a conversion did, what it could not keep and what it leaves to a person. */
export interface ConversionReport {
  readonly changed: readonly ChangedStep[];
  readonly lost: readonly LostStep[];
  readonly decide: readonly DecideStep[];
}

/** Sorts the steps of a conversion by what they mean for a person. */
export const reportOf = (steps: readonly ConversionStep[]): ConversionReport => ({
  changed: steps.filter((step) => step.kind === 'changed'),
  lost: steps.filter((step) => step.kind === 'lost'),
  decide: steps.filter((step) => step.kind === 'decide'),
});
