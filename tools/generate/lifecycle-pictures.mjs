// The pictures of the lifecycle, drawn from the machines: Mermaid for who edits, SVG for who reads.
import { instance } from '@viz-js/viz';

const PICTURES = ['deployment', 'component', 'states'];

/** What Graphviz writes for programs that have no use for it here. */
const tidy = (svg) =>
  svg
    .replace(/^<\?xml[\s\S]*?<svg/, '<svg')
    .replace(/<!--[\s\S]*?-->\n/g, '')
    .replaceAll('font-family="Helvetica"', 'font-family="Helvetica,Arial,sans-serif"')
    .replaceAll('font-family="Helvetica,sans-Serif"', 'font-family="Helvetica,Arial,sans-serif"');

/** The pictures by file name. */
export const lifecyclePictures = async ({ lifecycleDiagram }) => {
  const graphviz = await instance();
  return new Map(
    PICTURES.flatMap((of) => [
      [`${of}.mmd`, `${lifecycleDiagram({ of })}\n`],
      [`${of}.svg`, tidy(graphviz.renderString(lifecycleDiagram({ of, as: 'dot' }), { format: 'svg' }))],
    ]),
  );
};

/** What happened in a run, by its record. */
export const runPicture = ({ readRun, timelineOf, timelineSvg }, record) => timelineSvg(timelineOf(readRun(record)));
