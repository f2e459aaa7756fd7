import { resolve } from 'node:path';
import { defineCommand } from './command.js';
import { PROFILE_HELP, wireProfileOf } from './input/wire-profile.js';
import { writeFile } from './output/write-file.js';
import { refuseOperands } from './parse-call.js';
import { printable } from './terminal.js';

/** The demo, as a command. */
export const demoCommand = defineCommand({
  name: 'demo',
  synopsis: '',
  summary: 'Watch a fleet manager and a device install, update and remove an application',
  usage: `Usage: margo demo [options]

Starts a fleet manager and a device as two processes on this machine, and plays the life of an application of three Helm
charts between them: updates, a failure in the middle of one, a newer version in the middle of another, and a power cut.
Every report and every step is compared with what is expected.

Options:
  ${PROFILE_HELP}
                         In all but rc3 the device asks to be let in, and signs what it sends (RFC 9421)
  --run FILE             Record in FILE what the device does, for margo timeline
  --help, -h             Show this text

Exit codes: 0 every scene went as expected, 1 a scene went otherwise, 2 FILE cannot be written or the call was not
understood, 128 + n ended by signal n.`,
  options: { profile: { type: 'string' }, run: { type: 'string' } },
  formats: ['pretty'],
  run: async ({ operands, options: { run, profile: named } }, { terminal, folder, signal }) => {
    refuseOperands('demo', operands, 0);
    const profile = wireProfileOf(named);
    if (run !== undefined) await writeFile(run, '', { folder });
    // Two halves of a system, which no other command needs.
    const { demo } = await import('./demo/demo.js');
    const code = await demo(terminal, { profile, signal, record: run === undefined ? null : resolve(folder, run) });
    if (run !== undefined && !signal.aborted) {
      const name = printable(run);
      terminal.out(`What the device did is in ${name}; margo timeline ${name} -o run.svg draws it.`);
    }
    return code;
  },
});
