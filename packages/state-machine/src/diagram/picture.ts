import type { State } from '@margo-sdk/spec-model/models';

/** What a picture shows, before it is written in some language of pictures. */
export interface Picture {
  readonly name: string;
  /** Where it begins, if it begins in one place. */
  readonly start?: string;
  /** Where arrows part that have come together; no state of anything. */
  readonly junction?: Junction;
  readonly places: readonly Place[];
  /** Frames around places; an arrow from a group holds for each place in it. */
  readonly groups: readonly Group[];
  readonly arrows: readonly Arrow[];
}

export interface Junction {
  readonly id: string;
  readonly words: string;
}

export interface Place {
  readonly id: string;
  /** The state that goes with it in a report; gives its colour. */
  readonly state?: State;
  /** Whether nothing goes on by itself there. */
  readonly isRest: boolean;
}

export interface Group {
  readonly id: string;
  readonly words: string;
  readonly places: readonly string[];
}

export interface Arrow {
  readonly from: string;
  readonly to: string;
  /** One line each. */
  readonly words: readonly string[];
}
