import type { ConversionDecisions } from './decisions.js';
import type { Draft } from './draft.js';

/** Brings a document from one revision to the next one. It looks at what is there and leaves alone what it does not know. */
export type Hop = (draft: Draft, decisions: ConversionDecisions) => void;
