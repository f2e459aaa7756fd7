import { positions } from '../position.js';

/** What is reported, when, and what is made of it. */
export const STATUS_REPORTS = positions({
  'M-31': {
    question: 'Is reported on changes only, from time to time, or after a reconnect?',
    options: ['On changes and after a reconnect', 'On changes only', 'From time to time'],
    choice:
      'L-19 answers this. While nobody can be reached the newest report of each deployment waits on the disk, or a journal of all of them if the device was told so. A journal that is full drops the oldest report of a deployment that a later one has made out of date, and never the newest.',
    actsIn: ['device-client, outbox', 'device-client, agent'],
    section: 'deployment status',
    policy: 'ReportOptions.reports',
  },
  'M-32': {
    question: 'Which version goes with a removal?',
    options: ['That of the manifest that dropped the deployment', 'The one that was adopted before'],
    choice: 'L-18 answers this. Reports of peers that name the version adopted before are understood.',
    actsIn: ['state-machine, fleet-view', 'state-machine, facts'],
    section: 'deployment status',
  },
  'M-33': {
    question: 'What about a report on a deployment that the manifest no longer holds?',
    options: [
      'It is taken from the client that the deployment was once published to',
      'It is refused with 404',
      'It is taken from anybody',
    ],
    choice:
      'The fleet manager takes it from the client that the deployment was once published to, else it answers 422. For a device the last word on a report is a problem document with status 400, 409, 413 or 422 that does not call itself retryable, and with 404 if the deployment was withdrawn; so it is with 400 in symphony-2025, which answers that to a bad signature too. Any other failure, such as the page of a gateway with nobody behind it, says nothing about the report: it is sent again after the next poll.',
    actsIn: ['orchestrator-client, handlers', 'device-client, outbox'],
    section: 'deployment status, Workload Management API',
  },
  'M-34': {
    question: 'How can the last report list all components when the deployment is gone?',
    options: [
      'The device remembers them until that report was answered',
      'It lists none',
      'It lists those whose removal it still remembers',
    ],
    choice: 'The device keeps its record until that report was answered for good.',
    actsIn: ['device-client, outbox', 'device-client, store'],
    section: 'deployment status',
  },
  'M-35': {
    question: 'Does the adopted version move along with manifests that change nothing?',
    options: ['Yes, as far as they hold the adopted digest', 'No: it stays that of the adoption'],
    choice:
      'L-25 answers this, and counts: the version moves along. A fleet manager of ours understands devices that report the version of the adoption as well, because it compares content.',
    actsIn: ['state-machine, facts', 'state-machine, fleet-view'],
    section: 'deployment status',
  },
  'M-36': {
    question: "Is `deviceId` given in a report on the client's own device?",
    options: ['Always', 'Only for a device behind a gateway, where it is required'],
    choice: 'Always. Where a peer leaves it out, the target of the deployment is meant.',
    actsIn: ['device-client, fingerprint', 'orchestrator-client, handlers'],
    section: 'deployment status',
  },
  'M-37': {
    question: 'Which `deviceId` goes with the codes 101 to 103 of a gateway?',
    options: [
      'The child with 102; the gateway with 101 and 103',
      'The gateway with all three',
      'Whatever the deployment was aimed at',
    ],
    choice:
      'The child with 102, because it is known and cannot be reached; the gateway with 101 and 103, because an unknown child is no device, and `gateway/*` is no id of one (A-45). The fleet manager takes such reports from the target and from every gateway before it.',
    actsIn: [
      'device-client, gateway',
      'spec-model, rules/deployment-status',
      'orchestrator-client, placement',
      'orchestrator-client, handlers',
      'SX-04',
    ],
    section: 'deployment status',
  },
  'M-38': {
    question: '200 or 201 for a report?',
    options: [
      '201 for the first on a deployment and device, then 200',
      '201 for every report, as each is one more',
      '200 for every report',
    ],
    choice:
      '201 for the first on a deployment and device, 200 for each that takes its place. Sending one twice does no harm.',
    actsIn: ['orchestrator-client, handlers', 'device-client, outbox'],
    section: 'deployment status, Workload Management API',
  },
});
