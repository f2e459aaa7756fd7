import { lifecyclePolicy, type LifecyclePolicy, type Revision } from '@margo-sdk/state-machine';
import { revision } from '../support/revisions.js';
import counts from './counts.json' with { type: 'json' };

/** What is walked: which revisions may be wanted, under which policy, and what does not happen. */
export interface Model {
  readonly name: string;
  /** What the model is for. */
  readonly shows: string;
  readonly texts: readonly string[];
  readonly revisions: readonly Revision[];
  readonly policy: LifecyclePolicy;
  /** How the labels of events begin that do not happen: what makes a model too large to be walked whole. */
  readonly leftOut: readonly string[];
}

interface Choice {
  readonly shows: string;
  readonly policy?: Partial<LifecyclePolicy>;
  readonly leftOut?: readonly string[];
}

const model = (name: string, texts: readonly string[], { shows, policy, leftOut = [] }: Choice): Model => ({
  name,
  shows,
  texts,
  revisions: texts.map((text) => revision(text, 2n)),
  policy: lifecyclePolicy({ maxAttempts: 2, ...policy }),
  leftOut,
});

/**
 * Together they hold everything that is to be walked. Three components, four revisions and every event at once would be
 * millions of states, so the model with four revisions leaves timeouts, retries and `applied` to the others.
 */
export const MODELS: readonly Model[] = [
  model('three-components', ['a b c', 'c@2 a'], {
    shows: 'three components, every event: upgrade, drop, another order',
  }),
  model('four-revisions', ['a b c', 'a@2 b c@2', 'c a', 'a#west b'], {
    shows: 'four revisions: two upgrades, drop, another order, move',
    leftOut: ['timeout', 'applied', 'faltered'],
  }),
  model('no-wait', ['a~ b~', 'b@2~ a'], {
    shows: 'components that do not wait (L-05)',
  }),
  model('rollback', ['a b', 'a@2 b/tls'], {
    shows: 'what runs is brought back when a revision fails (L-16)',
    policy: { rollback: 'last-installed' },
  }),
  model('drop-before', ['a b', 'b@2', 'a#west'], {
    shows: 'what is dropped goes before the rest comes (L-10); moves',
    policy: { dropOrder: 'before' },
  }),
  model('gave-up', ['a b', 'b@2 a'], {
    shows: 'a component that has given up counts as failed (L-20)',
    policy: { gaveUp: 'fail' },
  }),
  model('unyielding', ['a~ b', 'b@2'], {
    shows: 'every component waits, and no step is called off for a removal (L-05, L-13)',
    policy: { honourNoWait: false, cancelForRemoval: false },
  }),
];

/** How many states and edges each model has: who changes the machine sees how far the change reaches. */
export const COUNTS: Readonly<Record<string, { readonly states: number; readonly edges: number }>> = counts;
