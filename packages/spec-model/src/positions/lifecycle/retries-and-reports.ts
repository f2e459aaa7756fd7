import { positions } from '../position.js';

/** Another try, rollback, restarts, and what is reported when. */
export const RETRIES_AND_REPORTS = positions({
  'L-15': {
    question: 'Is a failed step tried again?',
    options: [
      'As far as its error allows: without limit before anything is touched and in a removal, three times in an installation',
      'Never: a failure lasts until something new is wanted',
      'Always, until it succeeds',
    ],
    choice:
      'Errors are `retryable` or final. A retryable one in a removal, or before anything is touched, is tried again without limit, at growing intervals; in an installation three times, and the component stays `installing` meanwhile. After that it has `failed` until a new revision comes or somebody asks for a retry. A removal that fails does not keep the others from being removed.',
    absent:
      'Automatic attempts and the request for one. Every error is final until something new is wanted, and a restart is nothing new. Removals do go on past one that failed. So that one that failed is no dead end, it is asked for once more with every manifest that is accepted and after every start.',
    actsIn: ['state-machine, machine', 'device-client, driver'],
    section: 'deployment status',
  },
  'L-16': {
    question: 'Is a failed update rolled back?',
    options: [
      'Only if the embedder asks for it',
      'Always, to the last revision that was installed',
      'Never: going back is a new revision',
    ],
    choice:
      'Only if the embedder asks for it. Then the last revision that was installed runs again, while the report goes on to describe the adopted one, which failed.',
    absent: 'Rollback. The device does remember which revision was last installed, and keeps its document.',
    actsIn: ['device-client, store'],
    section: 'desired state',
  },
  'L-17': {
    question: 'What if the process stops in the middle?',
    options: [
      'Intent is stored before each step, and after the start the runtime tells what is there',
      'Everything is applied anew from the beginning',
      'What was under way counts as failed',
    ],
    choice:
      'No step begins before it and the snapshot were stored. After the start each runtime has to tell what is really there, and the plan goes on from that: what is found done is left alone. A step that was cut off is asked for again, so runtimes must be able to do a thing twice.',
    actsIn: ['state-machine, lifecycle', 'state-machine, facts', 'device-client, driver'],
    section: 'desired state',
  },
  'L-18': {
    question: 'Which manifest version goes with the reports of a removal?',
    options: [
      'That of the manifest that dropped the deployment first',
      'That of the last manifest that still held it',
      'That of the newest manifest, whatever it holds',
    ],
    choice: 'That of the manifest that dropped the deployment first: it is the one that the removal follows from.',
    actsIn: ['state-machine, facts', 'device-client, sync'],
    section: 'deployment status',
  },
  'L-19': {
    question: 'When is reported?',
    options: [
      'On every change, and all once more after a reconnect and after a start',
      'On changes only',
      'At a fixed interval, whether or not something changed',
    ],
    choice:
      'On every change of the overall state or of a component. After a reconnect and after a start all current reports are sent again. A reconnect is the first exchange that succeeds after one that failed, whatever it failed of: no answer, a peer that had to be refused, a problem, an answer outside the contract. Two failures are none of that: what the device called off itself, and an answer that judges one report (M-33). Reports of one deployment never overtake each other. They wait in the same commit that made them true.',
    absent: 'Spreading the repeated reports of one device over time; only the polls of devices are spread.',
    actsIn: ['state-machine, lifecycle', 'device-client, outbox', 'device-client, agent'],
    section: 'deployment status',
  },
});
