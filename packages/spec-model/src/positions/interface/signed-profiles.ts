import { positions } from '../position.js';

/** What the profiles whose messages are signed leave open, and how they meet rc3. */
export const SIGNED_PROFILES = positions({
  'M-61': {
    question: 'A certificate travels as base64 when a device is onboarded. Base64 of what?',
    options: ['Of PEM when it is sent; of PEM, of DER or none at all when it is read', 'Of DER', 'Of PEM'],
    choice:
      'The text does not say, and peers differ: the reference code encodes PEM once more, others send base64 of DER, or PEM as it is. We send base64 of PEM, both ways, and read all three. Of several certificates the first one counts.',
    actsIn: ['protocol, client/certificate-text', 'orchestrator-client, clients/certificate-text'],
    section: 'device onboarding',
  },
  'M-62': {
    question: 'Reports before 1.0.0-rc.3 do not say which manifest was adopted. Which one is taken?',
    options: [
      'The one that the client was given last, else the one in force',
      'The one in force',
      'None: such a report counts for no manifest',
    ],
    choice:
      'The one that this fleet manager gave the client last, with 200 or 304. What was given is remembered in memory, so after a restart the one in force is taken until the next poll. A device may have installed something older at that moment; its next report sets that right. One that refuses what it was given and repeats an earlier report looks as if it had taken it up: these reports cannot tell the two apart, and those of rc3 can.',
    actsIn: ['orchestrator-client, handlers/read-status', 'orchestrator-client, handlers/served-versions'],
    section: 'deployment status',
  },
  'M-63': {
    question: 'The older profiles know a client by an id in the path, rc3 by a SPIFFE id. Is it one client or two?',
    options: [
      'One: it is kept under the SPIFFE id that it will have in rc3',
      'Two: a client that moves begins anew',
      'One: a table of both ids is kept',
    ],
    choice:
      'One. The client `<id>` is kept as `<id of the fleet manager>/client/<id>`, so all that is kept of it, the sequence of its manifests above all, goes on when it moves (M-26). Ids therefore consist of the characters that a SPIFFE id may have, which are good in a URL too (LG-03).',
    actsIn: ['orchestrator-client, clients/client-id', 'orchestrator-client, clients/create-client-registry'],
    section: 'device onboarding',
  },
  'M-64': {
    question: 'With which status is a client refused that the fleet manager does not know?',
    options: ['401, and 404 for capabilities', '404 everywhere', '403 everywhere'],
    choice:
      'The contract has 404 for it with capabilities only. Everywhere else the signature of somebody unknown cannot be a good one, which is 401. A client that was revoked gets 403. `code` in the answer says which of these it was.',
    actsIn: ['orchestrator-client, gate/refusal', 'orchestrator-client, gate/create-signature-gate'],
    section: 'Workload Management API',
  },
  'M-65': {
    question: 'The older profiles have POST and PUT for capabilities. When is which sent?',
    options: [
      'POST for the first report after a start, PUT after it; both are always taken and do the same',
      'POST once in the life of a device',
      'PUT only',
    ],
    choice:
      'A device sends POST for the first report after each start, because it cannot know what the fleet manager still knows, and PUT after it. Our fleet manager takes either at any time: both say all that there is to say.',
    actsIn: [
      'protocol, client/workload-management-client',
      'protocol, profiles',
      'orchestrator-client, handlers/put-capabilities',
    ],
    section: 'device capabilities',
  },
  'M-66': {
    question: 'A deployment says what the revision of a client has no place for. Is it published?',
    options: [
      'No, unless the vendor allows the loss',
      'Yes, without that',
      'Yes, with members that nobody reads there',
    ],
    choice:
      'No: what is lost may be a constraint that keeps an application away from a device. The error names each thing that would be lost, and a function can allow it. What a person has to decide, such as the address of a Compose package, is refused always; a document in the form of the client is published byte by byte.',
    actsIn: ['orchestrator-client, publish/in-revision'],
    section: 'desired state',
    policy: 'FleetManagerOptions.acceptConversionLoss',
  },
  'M-67': {
    question: 'Is a signature good twice as long as it is young?',
    options: [
      'No: each is remembered until it is too old, and good once',
      'Yes: the text asks for no more than to look at `created`',
    ],
    choice:
      'No. Within five minutes a request that was listened to could be sent again by anybody, so each signature is good once. A device signs each attempt anew; with Ed25519, whose signatures repeat, it adds a `nonce`. Several instances of a fleet manager need a memory that they share.',
    actsIn: ['orchestrator-client, gate/replay-guard', 'protocol, signatures/signing-fetch'],
    section: 'API requirements and security',
    policy: 'SignatureGateOptions.replayGuard',
  },
  'M-68': {
    question: 'Before 1.0.0-rc.3 a Compose package was downloaded from a web address. What does a device do with one?',
    options: [
      'It asks the embedder where the package is as an OCI artefact, and refuses the update without an answer',
      'It downloads it, and verifies what the key at `keyLocation` has signed',
      'It downloads it, and verifies nothing',
    ],
    choice:
      'A package behind an address has no digest, and PGP is nothing that these packages verify. Runtimes here get components from OCI repositories, so the embedder says where each package is published there, by the name of its component. Without an answer the update is refused, as any document that cannot be read.',
    actsIn: ['device-client, reading/deployment-reader', 'spec-model, convert/parts/component-sources'],
    section: 'application description',
    policy: 'UpdateOptions.decide',
  },
  'M-69': {
    question: 'A deployment of PR1 names no device. Which one is it for?',
    options: [
      'For the one device that the client has reported, else for one with the id of the client',
      'For no device: it is refused',
    ],
    choice:
      'A client of PR1 is one device, so it is for that: the only one that it has reported, or one with the id of the client. The device that reads it takes it for itself.',
    actsIn: ['orchestrator-client, publish/device-of-client', 'device-client, reading/deployment-reader'],
    section: 'desired state',
  },
  'M-70': {
    question: 'A signature that is not good ends the conversation. What does the device do then?',
    options: [
      'It connects and signs anew with the next poll, with growing pauses',
      'It keeps away for a quarter of an hour, as after 403',
      'It stops, until a person looks after it',
    ],
    choice:
      'The fleet manager closes the connection. The device goes on with its next poll, with pauses that grow as after any failure: a clock that is off and a key that was just replaced pass, and a person who must act hears of it from the event.',
    actsIn: ['device-client, sync/schedule/pacing', 'orchestrator-client, serve/signed-server'],
    section: 'API requirements and security',
  },
  'M-71': {
    question:
      'A client asks the fleet manager of another profile than the one that its manifest was published in. What does it get?',
    options: [
      'The same desired state in the form of that profile, as the next version',
      'Nothing new until somebody publishes in that profile',
      'The manifest as it was published',
    ],
    choice:
      'The same desired state, converted, as the next version of its sequence; the form follows the profile that a client speaks. A device that holds the manifest in force already is told so with 304 and fetches nothing. What cannot be converted, or not without loss (M-66), is told to the fleet manager as an error, and the device gets 500 until somebody has published it in the new form: half a desired state would remove what is missing.',
    actsIn: ['orchestrator-client, handlers/get-state-manifest', 'orchestrator-client, publish/publish-next'],
    section: 'desired state',
  },
  'M-72': {
    question: 'A device of PR1 has no words for some of what a host has to report. What is taken for it?',
    options: [
      'What it must have: a collector and the runtime `oci`',
      'Nothing: its capabilities are refused',
      'Nothing: it counts as a device that hosts nothing',
    ],
    choice:
      'A host has to run a collector in all revisions (OB-01), and Helm and Compose both need the runtime `oci`, so that is what it has. Peripherals and interfaces that are not named are not there. A device with the role of a gateway only hosts nothing (CAP-09).',
    actsIn: ['orchestrator-client, handlers/read-capabilities'],
    section: 'device capabilities',
  },
});
