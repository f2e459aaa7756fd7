import type { State } from '@margo-sdk/spec-model/models';
import { element } from './element.js';

/** How a state is shown. Colours differ for the colour-blind too, and patterns where there is no colour at all. */
export interface Look {
  readonly fill: string;
  readonly edge: string;
  /** Of words on it. */
  readonly ink: string;
  /** A path in a square of 6, repeated; none is plain. */
  readonly pattern?: string;
  /** Of its edge. */
  readonly dashes?: string;
}

export const LOOKS: Readonly<Record<State, Look>> = {
  pending: { fill: '#f3f5f7', edge: '#90a4ae', ink: '#37474f', pattern: 'M1.5 3h1.2M4.5 0.6h1.2' },
  installing: { fill: '#b3d9f2', edge: '#0072b2', ink: '#06304d', pattern: 'M-1 1L1 -1M0 6L6 0M5 7L7 5' },
  installed: { fill: '#74c7ab', edge: '#00664b', ink: '#06281f' },
  removing: { fill: '#fbe0a4', edge: '#a86c00', ink: '#452c00', pattern: 'M-1 5L1 7M0 0L6 6M5 -1L7 1' },
  removed: { fill: '#ffffff', edge: '#90a4ae', ink: '#546e7a', dashes: '3 2' },
  failed: { fill: '#b93a00', edge: '#6d2200', ink: '#ffffff' },
};

export const INK = '#263238';
export const QUIET = '#546e7a';
export const LINE = '#cfd8dc';
/** Of what is said about the desired state. */
export const WISH = '#5e35b1';
export const STEP = '#455a64';
export const FAULT = '#b93a00';

/** Name of a pattern within the picture. */
export const patternId = (name: State | 'outage'): string => `margo-${name}`;

/** What a state is filled with. */
export const fillOf = (state: State): string =>
  LOOKS[state].pattern === undefined ? LOOKS[state].fill : `url(#${patternId(state)})`;

const patternOf = (name: State | 'outage', fill: string, stroke: string, d: string): string =>
  element(
    'pattern',
    { id: patternId(name), width: 6, height: 6, patternUnits: 'userSpaceOnUse' },
    element('rect', { width: 6, height: 6, fill }),
    element('path', { d, stroke, 'stroke-width': 1, 'stroke-opacity': 0.45, fill: 'none' }),
  );

/** The patterns, once for the picture. */
export const patterns = (): string =>
  element(
    'defs',
    {},
    ...(Object.keys(LOOKS) as State[]).flatMap((state) => {
      const { fill, edge, pattern } = LOOKS[state];
      return pattern === undefined ? [] : [patternOf(state, fill, edge, pattern)];
    }),
    patternOf('outage', 'none', '#000000', 'M-1 5L1 7M0 0L6 6M5 -1L7 1M-1 1L1 -1M0 6L6 0M5 7L7 5'),
  );
