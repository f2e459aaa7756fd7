import { explainPlacement, type Holds, printPlacement } from '@margo-sdk/spec-model';
import { defineCommand } from '../command.js';
import { EXIT_CODES, type ExitCode } from '../exit-codes.js';
import { expandPatterns } from '../input/expand-patterns.js';
import { readDocumentOf } from '../input/read-document-of.js';
import { printJson } from '../output/json.js';
import { neededOperand } from '../parse-call.js';
import { paint, printable, type Style, type Terminal } from '../terminal.js';
import { UsageError } from '../usage-error.js';

const STYLES: Readonly<Record<Holds, Style>> = { yes: 'green', no: 'red', unknown: 'yellow' };

/** Tells which deployment profiles fit on which devices, and why not. */
export const placement = defineCommand({
  name: 'placement',
  synopsis: 'DESCRIPTION CAPABILITIES…',
  summary: 'Tell which deployment profiles fit on which devices, and why not',
  usage: `Usage: margo placement DESCRIPTION CAPABILITIES… [options]

Compares an application description, or a deployment, with what devices report. CAPABILITIES are files or patterns in
quotes. Below each statement stands what it rests on. One of the files can be - for standard input.

Options:
  --format pretty|json   For people (the default), or for programs
  --help, -h             Show this text

Exit codes: 0 a profile fits on each device, 1 none fits on some device or a document is invalid, 2 a file could not be
read, or the call was not understood.`,
  options: {},
  formats: ['pretty', 'json'],
  run: async ({ operands, format }, context): Promise<ExitCode> => {
    const { terminal } = context;
    const file = neededOperand('placement', operands, 0, 'a description');
    neededOperand('placement', operands, 1, 'the capabilities of at least one device');
    const document = await readDocumentOf(file, ['ApplicationDescription', 'ApplicationDeployment'], context);
    const devices = [];
    for (const one of await expandPatterns(operands.slice(1), context)) {
      if ('pattern' in one)
        throw new UsageError(`Cannot read ${printable(one.pattern)}: no file matches this pattern.`);
      const capabilities = await readDocumentOf(one.file, ['DeviceCapabilitiesManifest'], context);
      const result = explainPlacement(document, capabilities);
      devices.push({ file: one.file, device: capabilities.properties.id, ...result });
    }
    if (format === 'json') printJson({ devices }, terminal);
    else {
      devices.forEach((device, at) => {
        if (at > 0) terminal.out('');
        const { fits } = device;
        const verdict = paint(terminal, STYLES[fits], VERDICTS[fits]);
        terminal.out(`${printable(device.file)}: ${verdict} ${printable(device.device)}`);
        for (const line of printPlacement(device)) terminal.out(`  ${coloured(line, terminal)}`);
      });
    }
    return devices.every(({ fits }) => fits === 'yes') ? EXIT_CODES.ok : EXIT_CODES.failed;
  },
});

const VERDICTS: Readonly<Record<Holds, string>> = {
  yes: 'a profile fits on',
  no: 'no profile fits on',
  unknown: 'nobody can tell whether a profile fits on',
};

/** Colours the answer at the beginning of a line. */
const coloured = (line: string, terminal: Terminal): string =>
  line.replace(
    /^( *)(yes|no|unknown)\b/,
    (_all, indent: string, holds: Holds) => indent + paint(terminal, STYLES[holds], holds),
  );
