import { deploymentMachine } from './machine.js';

interface Arrow {
  readonly target?: readonly { readonly key: string }[] | undefined;
  readonly guard?: unknown;
}

const nameOf = (guard: unknown): string => {
  if (typeof guard === 'string') return guard;
  const { guards = [] } = guard as { readonly guards?: readonly unknown[] };
  return guards.map(nameOf).join(' and ');
};

/**
 * Draws the lifecycle as a Mermaid state diagram, from the machine itself. In brackets stands what must hold; an arrow
 * without an event is taken by itself once nothing runs any more.
 *
 * @returns Text for a `mermaid` code block.
 *
 * @example
 * ```ts
 * import { lifecycleDiagram } from '@margo-sdk/state-machine';
 *
 * console.log(lifecycleDiagram());
 * ```
 */
export const lifecycleDiagram = (): string => {
  const lines = ['stateDiagram-v2', '  [*] --> unadopted'];
  for (const [from, node] of Object.entries(deploymentMachine.states)) {
    const draw = (event: string, { target, guard }: Arrow): void => {
      const label = [event, guard === undefined ? '' : `[${nameOf(guard)}]`].filter(Boolean).join(' ');
      lines.push(`  ${from} --> ${target?.[0]?.key ?? from}${label && ` : ${label}`}`);
    };
    for (const [event, arrows] of node.transitions) for (const arrow of arrows) draw(event, arrow);
    for (const arrow of node.always ?? []) draw('', arrow);
  }
  return lines.join('\n');
};
