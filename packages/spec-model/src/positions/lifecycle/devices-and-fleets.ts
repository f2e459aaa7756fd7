import { positions } from '../position.js';

/** What a device can run, what becomes of it, and where a fleet manager sees it. */
export const DEVICES_AND_FLEETS = positions({
  'L-20': {
    question: 'What if a component turns unhealthy after it was installed?',
    options: [
      'That is no longer part of the lifecycle: installed stays',
      'The component has failed',
      'The component is installing until it is healthy again',
    ],
    choice:
      'That is no longer part of the lifecycle: `installed` stays. A runtime can tell its embedder when a component is not restarted any more. With the policy `fail` that component then has `failed`, until a new revision comes or somebody asks for a retry.',
    why: 'The state tells whether what was asked for was done; health changes by the minute and has a way of its own to the fleet. To report it as `installing` would be untrue, as nobody installs anything.',
    actsIn: ['state-machine, machine', 'device-client, driver', 'device-client, runtimes'],
    section: 'deployment status',
    policy: 'LifecyclePolicy.gaveUp',
  },
  'L-21': {
    question: 'What if an update changes a parameter that is marked immutable?',
    options: [
      'It is refused before anything is touched, and what runs stays as it is',
      'The other changes are applied, and the old value stays',
      'The component is removed and installed with the new value',
    ],
    choice:
      'It is refused before anything is touched: by the fleet manager, which knows the description and what was deployed before (CF-13), and by a device with a report (L-08) and the code `IMMUTABLE_PARAMETER_CHANGED`. The mark stands in the application description, which a device never sees, so whoever embeds it names the parameters. A value that nobody chose anew stays as it is.',
    why: 'The supplier says that this value cannot change. To apply the rest would run a mixture that nobody described, and to install anew would lose what the mark is there to protect.',
    actsIn: ['spec-model, configuration', 'spec-model, resolve', 'device-client, driver', 'CF-13'],
    section: 'application description, configuration',
    policy: 'DeviceAgentOptions.immutableParameters',
  },
  'L-22': {
    question: 'Which components does a changed parameter concern?',
    options: ['Those that it reaches', 'All components of the deployment'],
    choice: 'Those that it reaches. The others take no step.',
    why: 'Each step interrupts something. A component that no changed value reaches would be interrupted for nothing.',
    actsIn: ['state-machine, plan', 'spec-model, diff'],
    section: 'application description, parameters',
  },
  'L-23': {
    question: 'What does a device do with a deployment type that it does not support?',
    options: [
      'It takes the manifest, and reports that deployment as failed',
      'It refuses the whole manifest',
      'It ignores the deployment',
    ],
    choice:
      'It refuses the deployment (L-08) with the code `UNSUPPORTED_DEPLOYMENT_TYPE`; it neither crashes nor claims `installed`. A type that the specification does not have is read as `custom` (M-11), so it ends in the same refusal and not in a refused manifest. Whoever places deployments looks at the capabilities: a profile needs its type among the deployment types of the device, a Helm or Compose profile also the runtime `oci`, and a custom one a rule that goes by labels (DC-07).',
    why: 'The rest of the manifest is in order and wanted, so it must not suffer. To say nothing would leave the fleet manager waiting for ever.',
    actsIn: ['device-client, driver', 'spec-model, placement', 'AX-09'],
    section: 'custom runtimes',
  },
  'L-24': {
    question: 'What if a device vanishes in the middle of a removal?',
    options: [
      'It stays removing and becomes silent, until somebody abandons it',
      'After a time it counts as removed',
      'It stays removing for ever',
    ],
    choice:
      'For the fleet manager it stays `removing` and becomes silent after a time that can be set; somebody has to say that it is abandoned, and that is recorded with who and when. Nothing is sent for it. The next report of the device ends the decision, and so does publishing the deployment for it again.',
    why: 'From afar nobody can tell a device that is switched off from one that is gone. To count it as removed after a time would show a guess as a fact; a person can know, and is named.',
    actsIn: ['state-machine, fleet-view', 'orchestrator-client, fleet'],
    section: 'deployment status',
    policy: 'FleetManagerOptions.silentAfterMs',
  },
  'L-25': {
    question: 'Which version does a device send when a newer manifest left a deployment unchanged?',
    options: [
      'The newest accepted one that still holds the adopted digest',
      'The one with which the digest was adopted, for as long as it lasts',
    ],
    choice:
      'The newest accepted one that still holds the adopted digest. It goes with the next report and makes none by itself. The fleet manager therefore compares content and not numbers: a report is current if the manifest that it names has the same digest for the deployment as the newest one.',
    why: 'If the version stayed, a device that has seen every manifest would look as if it had missed all since. If each newer one made a report, a fleet would send one for every change of every neighbour.',
    actsIn: ['state-machine, facts', 'state-machine, fleet-view', 'device-client, sync'],
    section: 'deployment status',
  },
  'L-26': {
    question: 'Whose status is it when a deployment is for a gateway?',
    options: [
      'One for each pair of deployment and device; the gateway answers until a child reports',
      "Always the gateway's own",
      'Nobody reports before a child was chosen',
    ],
    choice:
      "Status is kept for each pair of deployment and device. A deployment for `gateway/*` counts as the gateway's until a child reports on it; a child that changes is removed here and installed there.",
    why: 'While a deployment moves, one device removes it and another installs it. One state for both would be untrue for one of them.',
    actsIn: [
      'device-client, gateway',
      'device-client, sync',
      'device-client, driver',
      'orchestrator-client, fleet',
      'orchestrator-client, placement',
    ],
    section: 'deployment status',
  },
  'L-27': {
    question: 'When are device constraints evaluated, and by whom?',
    options: [
      'By the device, before anything is prepared; a fleet manager may do so as well',
      'By the fleet manager alone, before it publishes',
      'By the device, as part of installing',
    ],
    choice:
      'By the device, before anything is prepared: first capacity, then the eligibility rules. A device that does not fit refuses the deployment (L-08) with the code `DEVICE_NOT_ELIGIBLE`.',
    why: 'Only the device knows what it has at this moment, and before anything is prepared a refusal costs nothing. The specification asks it of the device; a fleet manager that looks first saves the way.',
    actsIn: ['spec-model, placement', 'device-client, driver'],
    section: 'device constraints',
  },
});
