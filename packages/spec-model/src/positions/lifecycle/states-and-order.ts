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
    why: 'The misprint leaves one place with a state too many and one state without a place; putting the one into the other is the smallest correction. It only matters where some components are gone and others installed: `removed` then says that something is missing, `installed` would hide it.',
    actsIn: ['spec-model, deployment-status/aggregate-state', 'state-machine, report', 'SX-02'],
    section: 'deployment status',
    policy: 'LifecyclePolicy.severityOrder',
  },
  'L-02': {
    question: 'May the overall state fall back to pending between two components?',
    options: [
      'No: the report that says that one component is installed says that the next is installing',
      'Yes: between two components there is a report in which nothing is being installed',
    ],
    choice:
      'No. One report tells both: that a component is `installed` and that the one after it is `installing`. A fleet manager never sees a deployment go backwards that goes forwards.',
    why: 'Whoever watches takes going backwards for a fault. To avoid it costs nothing: both things happen at the same moment anyway.',
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
    why: 'Suppliers list components so that each finds what it needs, and what an update changes may need it as much as what was new. All at once would give up the only order that the standard has.',
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
    why: 'What was put on top goes first, so nothing loses what it stands on while it still runs. All are `removing` at once because the wish concerns them all, and so that the whole does not look half wanted.',
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
      'The next component may start as soon as this one is put in place, and need not wait until it is ready. A runtime that cannot tell the one from the other lets the next one wait. The component is `installed` or `failed` all the same, depending on whether it gets ready. Should it turn out to have failed, the step under way ends and is the last. Removals wait for all that is being installed.',
    why: 'Only this reading says what is true at any moment. To count a component as installed because it was started would give `installed` two meanings; to wait all the same is allowed to a device, and is what the policy is for.',
    actsIn: ['state-machine, steps', 'device-client, runtimes', 'AD-25'],
    section: 'application description',
    policy: 'LifecyclePolicy.honourNoWait',
  },
  'L-06': {
    question: 'What does `timeout` bound, and what holds without one?',
    options: [
      'The whole installation of one component; ten minutes without one',
      'The time from the start of its workload until that is ready',
      'Without one, nothing: an installation may take for ever',
    ],
    choice:
      'The whole installation of one component, all attempts together. When it is over the component has `failed` at once with the code `TIMED_OUT`, and its runtime is told to stop; nothing else is done until that has answered, and whatever it answers, the component has failed. Without a `timeout` ten minutes hold. A preparation may take half an hour and a removal ten minutes for each attempt, and is then tried again. After a restart of the process the time runs anew.',
    why: 'Whoever writes a time means the time after which somebody wants to know. One for each attempt would grow with their number, and one for the start of the workload alone would let a download hang without end, as would none at all.',
    actsIn: ['state-machine, timers', 'state-machine, component-machine', 'device-client, driver', 'AD-23'],
    section: 'application description',
    policy: 'LifecyclePolicy.installTimeoutMs',
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
    why: 'Later components may need the one that failed, so starting them can only do harm. Taking back those that work would stop a plant for the fault of one component; whoever wants that has L-16.',
    actsIn: ['state-machine, machine', 'state-machine, steps'],
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
      'It was adopted all the same (L-12), so the report lists the components of the new revision: those that are as wanted already are `installed`, the carrier is `failed` with the reason, other changed ones are `pending`. Overall: `failed`. Every component that the plan changes is prepared, that is fetched, before the first one is touched; one that cannot be prepared refuses the whole.',
    why: 'A report names a manifest and has to list the components of the deployment in it (ST-04), so the revision before is out of the question. All as failed would claim of components that run that they do not, and would not say where to look.',
    actsIn: ['state-machine, component', 'state-machine, machine', 'device-client, driver'],
    section: 'deployment status',
  },
});
