import { positions } from '../position.js';

/** How a desired state is published, fetched and accepted. */
export const DESIRED_STATE = positions({
  'M-15': {
    question: 'What is a manifest with the very version that is held already?',
    options: [
      'The same, if it wants the same deployments with the same digests, and an offence otherwise',
      'An offence in any case, because versions have to rise',
      'The same in any case',
    ],
    choice:
      'If it wants the same deployments with the same digests it was only written anew: nothing changes but the ETag. If not, it is refused and told as a security event. `strictVersions` makes an offence of both.',
    actsIn: ['device-client, sync'],
    section: 'desired state',
    policy: 'UpdateOptions.strictVersions',
  },
  'M-16': {
    question: 'Are version and ETag remembered when a manifest is accepted, or when all of it was applied?',
    options: [
      'Both when it is accepted',
      'Both when everything in it was applied',
      'The version when it is accepted, the ETag when everything was applied',
    ],
    choice:
      'When it is accepted, which is when everything in it was verified; in one commit with what it wants. A component that fails must neither reopen the door to older manifests nor make every poll a full one.',
    actsIn: ['device-client, sync', 'device-client, store'],
    section: 'desired state',
  },
  'M-17': {
    question: 'Does one artefact that cannot be had spoil the whole update?',
    options: ['Yes, for whatever reason', 'Only one with a wrong digest does', 'No: the others are applied'],
    choice:
      'Yes: a wrong digest, an invalid document, a 404 or a timeout. Nothing of a manifest is accepted that was not verified whole; the next poll tries again. What is not held comes in the bundle or one by one, as costs less; a bundle that cannot be had is replaced by its documents, one that is not what the manifest says ends the update. When a document is gone the manifest is asked for once more at once, because it may have been superseded.',
    actsIn: ['device-client, sync'],
    section: 'desired state',
    policy: 'UpdateOptions.retrieval',
  },
  'M-18': {
    question: 'How long are superseded documents served?',
    options: [
      'For longer than a device needs that is just fetching them',
      'Until the next manifest is published',
      'For ever',
    ],
    choice:
      'For longer than a device needs that is just fetching them: an hour after they were superseded, unless told otherwise. After that they are deleted, and a device that asks for one gets 404 and begins again with the manifest.',
    actsIn: ['orchestrator-client, publish', 'orchestrator-client, store'],
    section: 'desired state',
    policy: 'FleetManagerOptions.graceMs',
  },
  'M-19': {
    question: 'What does a bundle look like inside?',
    options: [
      'One file for each deployment, named by its id, at the root',
      'Any files; which is which is told by digest',
      'Any files; which is which is told by the id within',
    ],
    choice:
      'One `<deploymentId>.yaml` each at the root, sorted, with no trace of the machine in it: the same deployments give the same bytes. When a bundle is read, entries are told apart by their digests whatever their names are; there must be exactly those that the manifest names, all regular files at the root.',
    actsIn: ['protocol, bundle'],
    section: 'desired state',
  },
  'M-20': {
    question: 'What if body and path name different things?',
    options: ['422, with the member that contradicts the path', 'The path counts', 'The body counts'],
    choice: 'The fleet manager answers 422 and says which member it is.',
    actsIn: ['spec-model, rules/across', 'orchestrator-client, handlers', 'CP-01'],
    section: 'Workload Management API',
  },
  'M-21': {
    question: 'One ETag for compressed and plain bodies, or one for each?',
    options: ['One, as the specification has it', 'One for each, as HTTP has it'],
    choice:
      'One, as the specification has it and HTTP does not. Our fleet manager does not compress. A weak tag, which proxies make of a strong one, is compared by its value on both sides.',
    actsIn: ['protocol, etag', 'device-client, sync', 'orchestrator-client, handlers'],
    section: 'desired state, Workload Management API',
  },
  'M-22': {
    question: 'Does a device verify the ETag of a manifest?',
    options: ['Yes: it is the digest of the body', 'No: it is a name and nothing more'],
    choice:
      'Yes. It has to be the digest of the body, or the manifest is refused; without an ETag the digest is computed.',
    actsIn: ['device-client, sync'],
    section: 'desired state',
  },
  'M-23': {
    question: 'Is the ETag of a single deployment its own digest or that of the manifest?',
    options: ['Its own, as in the text', 'That of the manifest, as in the OpenAPI file'],
    choice: 'Its own, as in the text: it names the bytes that it comes with.',
    actsIn: ['orchestrator-client, handlers'],
    section: 'desired state, Workload Management API',
  },
  'M-24': {
    question: 'What does a 304 carry, and where can there be one?',
    options: [
      'The headers that the 200 would have, for everything that has a digest',
      'No headers, and for the manifest only',
    ],
    choice: 'The same `ETag` and `Cache-Control` as the 200, for manifests, deployments and bundles.',
    actsIn: ['orchestrator-client, handlers', 'protocol, contract'],
    section: 'desired state, Workload Management API',
  },
  'M-25': {
    question: 'What is a manifest with deployments and no bundle, or the reverse?',
    options: ['Invalid: the device keeps what it has', 'Valid: the deployments count, they can be had one by one'],
    choice: 'Invalid (MX-02). The device keeps what it has.',
    actsIn: ['spec-model, state-manifest', 'device-client, sync', 'MX-02'],
    section: 'desired state',
  },
  'M-26': {
    question: 'How do both sides come together again after one of them lost its memory?',
    options: [
      'A person says so: `minVersion` at the fleet manager, `resetManifestVersion` at the device',
      'The device accepts a lower version after a while',
      'The fleet manager begins at 1 again',
    ],
    choice:
      'A fleet manager that was restored publishes with `minVersion`, above what its devices report. At a device a person calls `resetManifestVersion`, or moves its state away: it then accepts any version once, and says so. Neither happens by itself, because an attacker could cause it.',
    actsIn: ['orchestrator-client, publish', 'device-client, store', 'device-client, agent'],
    section: 'desired state',
  },
  'M-27': {
    question: 'Has the first manifest that a device meets to be version 1?',
    options: ['No: a device that remembers none accepts any', 'Yes, as the first that a fleet manager publishes'],
    choice:
      'No. A device that remembers none accepts any. That the first one published is 1 binds the fleet manager, and a device may be the second to ask.',
    actsIn: ['device-client, sync'],
    section: 'desired state',
  },
  'M-28': {
    question: 'What about a deployment for a device that the client does not have?',
    options: ['It is reported as failed, with a code of its own', 'It is ignored', 'The whole manifest is refused'],
    choice:
      'The device refuses it (L-08) with the code `WRONG_DEVICE`; a gateway has codes of its own for devices behind it that it does not know (M-37). The fleet manager answers 422 to reports about devices that have nothing to do with the deployment.',
    actsIn: ['device-client, driver', 'orchestrator-client, handlers'],
    section: 'desired state',
  },
  'M-29': {
    question: 'In which order are updates and removals done, and what of failures, retries and rollback?',
    options: [
      'As the positions on the lifecycle say, the same for every runtime',
      'As whoever runs the workloads thinks fit',
    ],
    choice: 'L-03, L-04, L-07, L-12, L-15 and L-16 answer this.',
    actsIn: ['state-machine, plan', 'state-machine, machine'],
    section: 'desired state',
  },
  'M-30': {
    question: 'How is `Accept` read?',
    options: [
      'As HTTP has it: the most specific range decides, `q=0` refuses, wildcards match',
      'The exact media type or nothing',
      'Not at all',
    ],
    choice: 'As RFC 9110 says: the most specific range decides, `q=0` refuses, wildcards match.',
    actsIn: ['protocol, negotiation'],
    section: 'Workload Management API',
  },
});
