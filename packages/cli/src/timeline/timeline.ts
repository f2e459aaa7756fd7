import { readRun, RUN_LIMITS, type RunEntry, timelineOf, timelineSvg } from '@margo-sdk/state-machine';
import { defineCommand } from '../command.js';
import { EXIT_CODES, type ExitCode } from '../exit-codes.js';
import { readNeeded, type Source } from '../input/read-input.js';
import { didYouMean } from '../nearest.js';
import { printText } from '../output/document-text.js';
import { jsonText } from '../output/json.js';
import { writeFile } from '../output/write-file.js';
import { neededOperand, refuseOperands } from '../parse-call.js';
import { printable } from '../terminal.js';
import { UsageError } from '../usage-error.js';
import { timelineLines } from './timeline-lines.js';

/** Draws what happened on a device over time. */
export const timeline = defineCommand({
  name: 'timeline',
  synopsis: 'RUN',
  summary: 'Draw what happened to each component over time, as a picture for a report',
  usage: `Usage: margo timeline RUN [options]

Draws a record of what a device did: for each component the states that were reported and the steps that were taken, with
failures, further attempts, adopted versions, and times in which the device did not run. RUN is a file that a run recorder
has written, of at most 1 MiB, or - for standard input.

Options:
  --deployment ID         Only this deployment
  -o, --output FILE       Write to a file instead of standard output
  --format svg|text|json  A picture (the default), characters for a terminal, or the timeline as data
  --help, -h              Show this text

Exit codes: 0 it was drawn, 1 the file is no run record or has a line that cannot be read, 2 a file could not be read or
written, or the call was not understood.`,
  options: {
    deployment: { type: 'string' },
    output: { type: 'string', short: 'o' },
  },
  formats: ['svg', 'text', 'json'],
  run: async ({ operands, options, format }, context): Promise<ExitCode> => {
    const { terminal, folder } = context;
    const file = neededOperand('timeline', operands, 0, 'a run record');
    refuseOperands('timeline', operands, 1);
    const { deployment, output } = options;
    const run = readRun(await readRecord(file, context));
    const drawn = timelineOf(deployment === undefined ? run : onlyOf(run, deployment));
    const isSeen = output === undefined;
    const text =
      format === 'svg'
        ? timelineSvg(drawn)
        : format === 'json'
          ? `${jsonText(drawn)}\n`
          : `${timelineLines(drawn, { colours: isSeen && terminal.colours }).join('\n')}\n`;
    if (output !== undefined) {
      await writeFile(output, text, { folder });
      terminal.err(`Wrote ${printable(output)}.`);
    } else if (format === 'text') {
      // Its lines have been made fit for a terminal, and have colours.
      terminal.write(text);
    } else printText(text, terminal);
    return EXIT_CODES.ok;
  },
});

const readRecord = async (file: string, source: Source): Promise<string> => {
  const bytes = await readNeeded(file, source);
  if (bytes.length > RUN_LIMITS.maxLength) {
    throw new UsageError(
      `Cannot read ${printable(file)}: it is longer than 1 MiB.`,
      'Take a part of the record: its first line, and the lines of the time that matters.',
    );
  }
  return new TextDecoder().decode(bytes);
};

const onlyOf = (run: readonly RunEntry[], deployment: string): readonly RunEntry[] => {
  const ids = [...new Set(run.flatMap(({ deploymentId }) => (deploymentId === undefined ? [] : [deploymentId])))];
  if (!ids.includes(deployment)) {
    throw new UsageError(
      `The record has no deployment ${printable(deployment)}.`,
      printable(didYouMean(deployment, ids) ?? `It has ${ids.length === 0 ? 'none' : ids.slice(0, 5).join(', ')}.`),
    );
  }
  return run.filter(({ deploymentId }) => deploymentId === undefined || deploymentId === deployment);
};
