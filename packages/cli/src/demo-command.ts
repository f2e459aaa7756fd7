import { defineCommand } from './command.js';
import { refuseOperands } from './parse-call.js';

/** The demo, as a command. */
export const demoCommand = defineCommand({
  name: 'demo',
  synopsis: '',
  summary: 'Watch a fleet manager and a device install, update and remove an application',
  usage: `Usage: margo demo

Starts a fleet manager and a device as two processes on this machine, and plays the life of an application between them.
Every report is compared with what is expected.

Options:
  --help, -h   Show this text

Exit codes: 0 every scene went as expected, 1 a scene went otherwise, 128 + n ended by signal n.`,
  options: {},
  formats: ['pretty'],
  run: async ({ operands }, { terminal, signal }) => {
    refuseOperands('demo', operands, 0);
    // Two halves of a system, which no other command needs.
    const { demo } = await import('./demo/demo.js');
    return demo(terminal, signal);
  },
});
