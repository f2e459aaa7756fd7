import { positions } from '../position.js';

/** What is said of components, and what becomes of it in a deployment. */
export const COMPONENTS_AND_DEPLOYMENTS = positions({
  'A-32': {
    question: 'When does `wait` matter?',
    options: ['Where there is a next component', 'Always: it also tells when success is reported'],
    choice:
      'Where there is a next component (AD-25). Success is reported when the workload is ready in either case (L-05).',
    actsIn: ['AD-25'],
    section: 'application description',
  },
  'A-33': {
    question: 'What of the order of components, and of those after one that failed?',
    options: [
      'Updates in listed order, removals against it, and nothing is begun after a failure',
      'As the runtime does it',
    ],
    choice: 'L-03, L-04 and L-07 answer this.',
    actsIn: ['state-machine, plan', 'state-machine, machine'],
    section: 'application description',
  },
  'A-34': {
    question: 'What is the default timeout?',
    options: ['Ten minutes', 'None'],
    choice: 'L-06 answers this.',
    actsIn: ['state-machine, timers'],
    section: 'application description',
    policy: 'LifecyclePolicy.installTimeoutMs',
  },
  'A-35': {
    question: 'What may be the id of a profile?',
    options: ['Any text that is not empty', 'What may be the id of an application'],
    choice: 'Any text that is not empty: official examples have dots in it.',
    actsIn: ['spec-model, application-description', 'AD-14'],
    section: 'application description',
  },
  'A-36': {
    question: 'Is the name of a deployment the name of a Helm release?',
    options: ['No: it is where errors come from', 'Yes'],
    choice:
      'No. It is where errors come from (ST-06). It need not be unique, and a deployment has as many releases as components.',
    actsIn: ['state-machine, report'],
    section: 'desired state',
  },
  'A-37': {
    question: 'What is the project name of a Compose component, and does the namespace matter to it?',
    options: [
      'Deployment id and component; the namespace does not matter',
      'The namespace',
      'The name of the component',
    ],
    choice:
      'Deployment id and component, so that neither two deployments nor two components meet. The namespace is one of Kubernetes and names nothing for Compose; a change of it moves the component all the same (L-09).',
    absent: 'A runtime for Compose. One that an embedder brings has to keep deployments apart in its own way.',
    actsIn: ['device-client, runtimes/workload-runtime'],
    section: 'desired state',
  },
  'A-38': {
    question: "May a deployment's parameters name components of other profiles?",
    options: [
      'When it is made they are left out; when it is read they are tolerated, with a warning, beside one that is there',
      'They are copied as they are',
      'They are errors in any case',
    ],
    choice:
      'They are left out when a deployment is made. When one is read they get a warning as long as the same target reaches a component that is there, and are errors otherwise (AX-05).',
    actsIn: ['spec-model, resolve', 'spec-model, rules/application-deployment/components', 'AX-05'],
    section: 'desired state',
  },
});
