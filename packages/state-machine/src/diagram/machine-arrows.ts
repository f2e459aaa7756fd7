import { not } from 'xstate';
import type { Arrow } from './picture.js';

/** What reading a machine needs of xstate's nodes. */
export interface ReadableNode {
  readonly type?: string;
  readonly transitions: ReadonlyMap<string, readonly Transition[]>;
  readonly always?: readonly Transition[] | undefined;
}

interface Transition {
  readonly target?: readonly { readonly key: string }[] | undefined;
  readonly guard?: unknown;
}

/** A guard in words, and its opposite. Guards that are not named here are read as they are spelt. */
export type GuardWords = Readonly<Record<string, readonly [holds: string, not?: string]>>;

/** `isWide` as `is wide`. */
const spelt = (name: string): string => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

const negation = not('anything') as unknown as { readonly check: unknown };

const inWords = (guard: unknown, words: GuardWords): readonly string[] => {
  if (guard === undefined) return [];
  if (typeof guard === 'string') return [words[guard]?.[0] ?? spelt(guard)].filter(Boolean);
  const { guards = [], check } = guard as { readonly guards?: readonly unknown[]; readonly check?: unknown };
  if (check !== negation.check) return guards.flatMap((one) => inWords(one, words));
  const [name] = guards;
  return typeof name === 'string' ? [words[name]?.[1] ?? `not ${spelt(name)}`] : [];
};

/**
 * The arrows of a machine, one for each two states, with a line for each event and condition. An event that leads
 * nowhere else is left out, and so is each event that `leftOut` names: a picture of everything shows nothing.
 */
export const machineArrows = (
  states: Readonly<Record<string, ReadableNode>>,
  words: GuardWords,
  leftOut: readonly string[] = [],
): readonly Arrow[] => {
  const arrows = new Map<string, { from: string; to: string; words: Set<string> }>();

  for (const [from, { transitions, always = [] }] of Object.entries(states)) {
    const draw = (event: string, { target, guard }: Transition, isLast: boolean): void => {
      const to = target?.[0]?.key;
      if (to === undefined || to === from) return;
      const conditions = inWords(guard, words);
      const otherwise = event === '' ? 'nothing is left to do' : 'otherwise';
      const when = conditions.length === 0 && isLast ? [otherwise] : conditions;
      const condition = when.join(', ');
      const line = event === '' || condition === '' ? event + condition : `${event} (${condition})`;
      const key = `${from} ${to}`;
      const arrow = arrows.get(key) ?? { from, to, words: new Set() };
      arrow.words.add(line);
      arrows.set(key, arrow);
    };
    for (const [event, list] of transitions)
      if (!leftOut.includes(event)) list.forEach((one, at) => draw(event, one, at > 0));
    always.forEach((one, at) => draw('', one, at > 0));
  }
  return [...arrows.values()].map((arrow) => ({ ...arrow, words: [...arrow.words] }));
};
