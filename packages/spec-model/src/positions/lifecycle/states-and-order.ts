import { positions } from '../position.js';

/** States, order of steps and failures. */
export const STATES_AND_ORDER = positions({
  'L-01': {
    question: 'Which state is the most severe?',
    options: [
      '`removed` stands where the printed order has its second `removing`: above `installed`',
      '`removed` stands last, below `installed`',
    ],
    choice:
      'The printed order has `removing` twice and `removed` nowhere. We read the second one as `removed`: failed > removing > installing > pending > removed > installed. Reports of peers that put `removed` last are accepted too.',
    actsIn: ['spec-model, deployment-status/aggregate-state', 'state-machine, report', 'SX-02'],
    section: 'deployment status',
    policy: 'aggregateState(order)',
  },
  'L-02': {
    question: 'May the overall state fall back to pending between two components?',
    options: [
      'No: the report that says that one component is installed says that the next is installing',
      'Yes: between two components there is a report in which nothing is being installed',
    ],
    choice:
      'No. One report tells both: that a component is `installed` and that the one after it is `installing`. A fleet manager never sees a deployment go backwards that goes forwards.',
    actsIn: ['state-machine, machine'],
    section: 'deployment status',
  },
  'L-03': {
    question: 'In which order are components installed and updated?',
    options: [
      'In listed order, updates as well as first installations',
      'In listed order when installed for the first time, in any order when updated',
      'All at once',
    ],
    choice:
      'In the order in which the deployment profile lists them. The specification says so for installing; an update that brings two components along needs the same.',
    actsIn: ['state-machine, plan'],
    section: 'application description',
  },
  'L-04': {
    question: 'In which order are they removed, and what is reported meanwhile?',
    options: [
      'Against the listed order, and all are removing from the start',
      'Against the listed order, and each becomes removing when its turn comes',
      'In listed order',
    ],
    choice:
      'Against the listed order; leftovers of earlier revisions go first. All components that are still there are `removing` from the start, and each becomes `removed` when it is. So the whole is `removing` as long as one of them is.',
    actsIn: ['state-machine, plan', 'state-machine, component'],
    section: 'desired state',
  },
  'L-05': {
    question: 'What does `wait: false` mean?',
    options: [
      'The next component may start before this one is ready; whether it gets ready is still reported',
      'The component counts as installed as soon as it was started',
      'Nothing: a device may wait all the same',
    ],
    choice:
      'The next component need not wait until this one is ready. It is `installed` or `failed` all the same, depending on whether it gets ready. Should it turn out to have failed, the step under way ends and is the last.',
    absent: 'Every component waits for those listed before it. The specification lets a device support `true` only.',
    actsIn: ['state-machine, lifecycle', 'AD-25'],
    section: 'application description',
  },
  'L-06': {
    question: 'What does `timeout` bound, and what holds without one?',
    options: [
      'The whole installation of one component; ten minutes without one',
      'The time from the start of its workload until that is ready',
      'Without one, nothing: an installation may take for ever',
    ],
    choice:
      'The whole installation of one component. When it is over the component has `failed`, with a code of its own; without a `timeout` ten minutes hold.',
    absent:
      'Nobody watches the clock for a runtime. It is given the whole deployment, `timeout` included, and has to give up by itself.',
    actsIn: ['device-client, runtimes', 'AD-23'],
    section: 'application description',
  },
  'L-07': {
    question: 'What happens to the others when a component has failed for good?',
    options: [
      'Those after it are not begun, those before it stay as they are',
      'The others are installed all the same',
      'What was installed before it is taken back',
    ],
    choice:
      'Those listed after it stay `pending`, those before it stay `installed`, and overall the deployment has `failed`. Nothing is rolled back. What the failed step left behind is in doubt: the next revision installs over it, a removal removes it.',
    actsIn: ['state-machine, machine', 'state-machine, facts'],
    section: 'deployment status',
  },
  'L-08': {
    question: 'What is reported when a deployment is refused before any component was touched?',
    options: [
      'The components of the new revision, with the reason on the carrier',
      'The components of the revision before, for that is what runs',
      'Every component of the new revision as failed',
    ],
    choice:
      'It was adopted all the same (L-12), so the report lists the components of the new revision: those that are as wanted already are `installed`, the carrier is `failed` with the reason, other changed ones are `pending`. Overall: `failed`.',
    actsIn: ['state-machine, component', 'device-client, driver'],
    section: 'deployment status',
  },
});
