import { componentPicture } from './component-picture.js';
import { deploymentPicture } from './deployment-picture.js';
import { writeDot } from './dot.js';
import { writeMermaid } from './mermaid.js';
import { statesPicture } from './states-picture.js';

/** What {@link lifecycleDiagram} is to draw, and in which language. */
export interface DiagramOptions {
  /**
   * - `deployment`: the phases of a deployment, from the machine that decides them
   * - `component`: the stages of one step on one component, over all its attempts, from its machine
   * - `states`: what reports say about a component one after the other, from {@link COMPONENT_MOVES}
   */
  readonly of?: 'deployment' | 'component' | 'states';
  /** A Mermaid state diagram, or a graph in the language of Graphviz. */
  readonly as?: 'mermaid' | 'dot';
}

const PICTURES = { deployment: deploymentPicture, component: componentPicture, states: statesPicture };
const WRITERS = { mermaid: writeMermaid, dot: writeDot };

/**
 * Draws the lifecycle from the machines themselves. An arrow names the event and what must hold; one without an event is
 * taken by itself. Left out is what leads nowhere else, and what a restart does: it makes the plan anew (L-17).
 *
 * @param options What to draw (default: the deployment), and in which language (default: Mermaid).
 * @returns Text for a `mermaid` code block, or for a program that reads Graphviz' language; without a line end.
 *
 * @example
 * ```ts
 * import { lifecycleDiagram } from '@margo-sdk/state-machine';
 *
 * const [first] = lifecycleDiagram({ of: 'component' }).split('\n');
 * console.log(first); // stateDiagram-v2
 * ```
 */
export const lifecycleDiagram = ({ of = 'deployment', as = 'mermaid' }: DiagramOptions = {}): string =>
  WRITERS[as](PICTURES[of]());
