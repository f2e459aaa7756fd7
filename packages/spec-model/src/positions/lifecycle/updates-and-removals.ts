import { positions } from '../position.js';

/** What an update is, and what comes between it and its end. */
export const UPDATES_AND_REMOVALS = positions({
  'L-09': {
    question: 'What makes an update, and what follows from it?',
    options: [
      'The same deployment id with another digest; each component is compared with what is there',
      'Another revision of some component; whatever else changes is none',
      'Every change: all components are removed and installed anew',
    ],
    choice:
      'The same deployment id with another digest. Another repository or revision: upgrade. Only parameters that reach the component: reconfigure. Only `wait`, `timeout`, extensions, constraints or the place in the list: keep. A component that is new: install; one that is gone: drop (L-10). Another namespace, profile type or device: remove, then install. An update without a single step is still adopted and reported. A fingerprint (placement, artefact and configuration, each hashed) is stamped on every workload, so that what is there can be told without memory.',
    why: 'Digests are all that a manifest tells, and there is no word in it for upgrading or reconfiguring: only content can decide. To compare component by component keeps the rest of a plant running; a revision number alone misses a new value.',
    actsIn: ['spec-model, diff', 'state-machine, plan', 'device-client, fingerprint'],
    section: 'desired state',
  },
  'L-10': {
    question: 'How are components dropped that a new revision no longer lists?',
    options: [
      'At the end of applying, and it has not ended before they are gone',
      'Before anything is installed',
      'Apart from applying, and without being reported',
    ],
    choice:
      'Dropping belongs to applying. By default it comes last, and the carrier stays `installing` until it is done; when a dropped component cannot be removed, the carrier has `failed` with the code `LEFTOVER_NOT_REMOVED`. With `before` it comes first, which a renamed component needs that holds the same port; when a removal then fails for good, nothing listed is started. Dropped components go in reverse of the order in which they were put on the device.',
    why: 'A report has no entry for what is no longer listed. If dropping were none of its business, `installed` would be said while something old still runs. Last, because an update that fails then leaves everything that ran before it.',
    actsIn: ['state-machine, plan', 'state-machine, component'],
    section: 'desired state',
    policy: 'LifecyclePolicy.dropOrder',
  },
  'L-11': {
    question: 'What about components that an update does not change?',
    options: ['They stay installed throughout', 'They are pending until their turn comes, as in a first installation'],
    choice:
      'They stay `installed` throughout. Changed ones are `pending`, then `installing`. Nothing is uninstalled in between unless the component moves (L-09).',
    why: '`pending` for something that runs unchanged would announce a change that never comes, and an outage that there is not.',
    actsIn: ['state-machine, component'],
    section: 'deployment status',
  },
  'L-12': {
    question: 'What if a newer revision comes while one is being applied?',
    options: [
      'The running step ends, then the newest is planned; those between are skipped',
      'Each revision is applied to its end before the next',
      'The running step is called off at once',
    ],
    choice:
      'The step that is running ends, well or badly. Then the newest wish is planned anew, from what is really there; those between are skipped. Nothing is tried again for a revision that is past, and preparations are called off: they have touched nothing. A revision is adopted at the moment in which planning for it begins, whatever comes of it.',
    why: 'A step that is broken off leaves something that nobody can describe, and the next plan would have to start from there. To apply each revision to its end would install what nobody wants any more, and a device that was away for long would never catch up.',
    actsIn: ['state-machine, machine', 'state-machine, facts'],
    section: 'desired state',
  },
  'L-13': {
    question: 'What if a deployment is dropped while it is being installed?',
    options: [
      'The running step is called off or awaited, then everything is removed',
      'It is installed to its end and then removed',
    ],
    choice:
      'The running step is called off; a runtime that cannot be interrupted is awaited. What waits for another attempt is dropped at once. Then everything is removed (L-04).',
    why: 'To finish what is removed at once afterwards wastes up to the whole timeout of a component. To remove beside a step that still runs would have two hands on one component.',
    actsIn: ['state-machine, machine', 'state-machine, component-machine', 'device-client, driver'],
    section: 'desired state',
    policy: 'LifecyclePolicy.cancelForRemoval',
  },
  'L-14': {
    question: 'What if a deployment comes back while it is being removed?',
    options: [
      'The running step ends, and what is still there is kept or upgraded',
      'It is removed to its end and then installed',
    ],
    choice: 'The running step ends, then everything is planned anew: what is still there is kept or upgraded.',
    why: 'What is still there need not be fetched and started again: a removal to its end is an outage that nobody wants any more.',
    actsIn: ['state-machine, machine'],
    section: 'desired state',
  },
});
