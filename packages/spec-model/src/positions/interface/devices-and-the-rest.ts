import { positions } from '../position.js';

/** Ids in addresses, gateways, polling, older profiles, and what is left. */
export const DEVICES_AND_THE_REST = positions({
  'M-52': {
    question: 'Device ids contain slashes, and could contain dot segments. How do they stand in a path?',
    options: [
      'Slashes stay slashes, `%2F` is understood, dot segments are refused',
      'Slashes are written as `%2F`',
      'As they are, dot segments too',
    ],
    choice:
      'Slashes stay slashes in a path, and `%2F` is understood. `.` and `..` are no segments of a device id, because URL parsers fold them away.',
    actsIn: [
      'spec-model, identifiers',
      'protocol, profiles',
      'orchestrator-client, serve',
      'orchestrator-client, handlers',
    ],
    section: 'Workload Management API',
  },
  'M-53': {
    question: 'What happens to the children when a gateway is deleted?',
    options: ['They go with it', 'Deleting is refused while it has any', 'They stay'],
    choice:
      'They go with it, because none may be known without its gateway (CAP-15). A gateway of ours withdraws its children first, so that it gets on with a peer that refuses.',
    actsIn: ['orchestrator-client, handlers', 'device-client, capabilities'],
    section: 'device capabilities, Workload Management API',
    policy: 'FleetManagerOptions.gatewayDeletion',
  },
  'M-54': {
    question: 'Within what is a device id unique?',
    options: [
      'Within the client that reports it',
      'Within the fleet manager',
      'Everywhere, since a device has one fleet manager only',
    ],
    choice:
      'Within the client that reports it. Everything that a fleet manager keeps belongs to a client, so two clients can have a device of one id and never meet. That a device has one fleet manager only cannot be seen from either, and is for the operator to see to.',
    actsIn: ['orchestrator-client, store'],
    section: 'device capabilities',
  },
  'M-55': {
    question: 'Port 443 is required, yet addresses can be configured. Are other ports possible?',
    options: ['Yes: 443 is only what https means without one', 'No'],
    choice:
      '443 is what https means; any other port can be configured. Plain http is accepted for the own machine only.',
    actsIn: ['protocol, client'],
    section: 'API requirements and security',
  },
  'M-56': {
    question: 'How often does a device poll?',
    options: [
      '60 seconds after the last poll and a little by chance, unless told otherwise',
      'At times that count from the full hour',
      'As often as the embedder asks for it, with no default',
    ],
    choice:
      '60 seconds after the end of the last poll unless told otherwise, and up to a tenth longer by chance. `jitter` sets that tenth, and `schedule` the hours in which it polls and the times of planned downtime (API-18 to API-20).',
    actsIn: ['device-client, agent'],
    section: 'API requirements and security',
    policy: 'PollOptions.pollIntervalMs',
  },
  'M-57': {
    question: 'How is the older profile read whose messages are signed, where its text contradicts RFC 9421?',
    options: [
      'As the RFC has it, and more is accepted than is sent',
      'As the text has it, to the letter',
      'As the reference implementation does it',
    ],
    choice:
      'As the RFC has it: component names in lower case, a content digest only where there is a body, ECDSA signatures of fixed length, and `rsa-pss-sha256` as PSS with SHA-256. More is read than is sent: capitals in a name, further components, a digest of nothing. Which algorithm it was is decided by the key of the client and never by the message; `keyid`, the SHA-256 of the public key in hex, finds no key. The address that was signed is configured, because a proxy in between changes it.',
    actsIn: [
      'protocol, signatures',
      'protocol, node/signatures',
      'protocol, profiles',
      'orchestrator-client, gate/verify-request',
    ],
    policy: 'SignatureGateOptions.origin',
    section: 'API requirements and security',
  },
  'M-58': {
    question: 'What protects where the security review of the specification has open findings?',
    options: [
      'The strictest that still works with every conforming peer, and options for the rest',
      'Only what the specification asks for',
    ],
    choice:
      'The strictest that still works with every conforming peer. Nothing can be replayed in early data, for no connection is ever resumed. A trust bundle comes from the origin of its discovery document or from one that was listed. The file that keeps it belongs to its owner alone and is protected against damage, with a secret of the device against changes too. The key is handed in by the embedder, who knows how it is protected at rest.',
    absent:
      'A digest for what a `revision` names in a registry, limits for what a Compose file may ask for, and a shortest and longest life of certificates.',
    actsIn: ['protocol, node'],
    section: 'identity security considerations',
  },
  'M-59': {
    question: 'An example names the member `properties.roles`, which no longer exists. Is it one?',
    options: ['No: the example was left behind', 'Yes: `errors[].field` follows a list of names'],
    choice:
      'No, the example was left behind. `errors[].field` is a text for people who look for a fault; every value is read, and our fleet manager writes paths of members that exist.',
    actsIn: ['spec-model, problem-detail', 'orchestrator-client, handlers'],
    section: 'problem types, Workload Management API',
  },
  'M-60': {
    question: 'Which capabilities are constraints compared with?',
    options: [
      'Those that the device found out last and reports',
      'Those of the moment, measured on the device',
      'Those that the fleet manager last heard of',
    ],
    choice:
      'With those that the device found out last, which are also the ones it reports. So both sides come to the same answer; what then fails for want of memory fails as a component.',
    actsIn: ['device-client, driver', 'device-client, capabilities'],
    section: 'device constraints',
  },
});
