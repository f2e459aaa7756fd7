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
      'Errors are `retryable` or final. A retryable one in a removal, or before anything is touched, is tried again without limit, at intervals that grow and that chance spreads (`backoff`); in an installation there are three attempts, and the component stays `installing` meanwhile. After that it has `failed` until a new revision comes or somebody asks for a retry; a restart is nothing new. A removal that fails does not keep the others from being removed.',
    why: 'Before anything is touched another attempt costs nothing, and a removal is wanted however long it takes. What cannot be installed three times will rarely work the fourth time; to go on for ever would hide it from those who can mend it, and never to try again would make a fault of every short outage.',
    actsIn: ['state-machine, component-machine', 'state-machine, timers', 'device-client, driver'],
    section: 'deployment status',
    policy: 'LifecyclePolicy.maxAttempts',
  },
  'L-16': {
    question: 'Is a failed update rolled back?',
    options: [
      'Only if the embedder asks for it',
      'Always, to the last revision that was installed',
      'Never: going back is a new revision',
    ],
    choice:
      'Only if the embedder asks for it. Then what runs is brought back, once, to the last revision that was installed, while the report goes on to describe the adopted one: the culprit is `failed`, and components that do not run that revision, or are being taken back from it, are `pending`. The steps of the way back are tried again like any others, and nothing is prepared for them. How the way back goes is told to the embedder only; when it fails, it ends there.',
    why: 'Whether an application can go back is known to its supplier and not to the device: migrated data cannot. The report stays with the adopted revision because that is what its manifest version names; any other would say that the device never took it up.',
    actsIn: ['state-machine, facts', 'state-machine, component', 'device-client, driver'],
    section: 'desired state',
    policy: 'LifecyclePolicy.rollback',
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
    why: 'What is remembered can be one step behind what is there, and the runtime knows. To start anew would touch what runs, and to call it failed would make a fault for people of every power cut.',
    actsIn: ['state-machine, lifecycle', 'state-machine, inventory', 'device-client, driver'],
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
    why: 'The last manifest that still held it wants the opposite of what is reported. The newest would change while a removal lasts, although nothing about the deployment has.',
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
      'On every change of the overall state or of a component. After a reconnect and after a start all current reports are sent again; after a reconnect they are held back for up to 5 seconds by chance, so that a fleet does not tell everything at once. A reconnect is the first exchange that succeeds after one that failed, whatever it failed of: no answer, a peer that had to be refused, a problem, an answer outside the contract. Two failures are none of that: what the device called off itself, and an answer that judges one report (M-33). Reports of one deployment never overtake each other. They wait in the same commit that made them true.',
    why: 'Changes are all that the specification asks for, and repeating the newest reports makes good what was lost on the way. A fixed interval costs a large fleet much and tells it little.',
    actsIn: ['state-machine, lifecycle', 'device-client, outbox', 'device-client, agent'],
    section: 'deployment status',
  },
});
