import { positions } from '../position.js';

/** Which interface is spoken, and where. */
export const VERSIONS_AND_ADDRESSES = positions({
  'M-01': {
    question: 'Two protocols were published as 1.0.0-rc.2. Which one is meant?',
    options: [
      'Whoever sets a party up says which',
      'It is found out from the version, from what the other end answers, or by trying both',
    ],
    choice:
      'One signs its messages, the other uses mutual TLS. Which one is spoken is configured and never read out of a version: a party that could be talked into the weaker one has none. There are four profiles: `rc3`, which holds where nothing is said, `rc2-signed`, `pr1` and `symphony-2025`; all that they differ in stands in one table. The revision of a document is told from its members and never from the label.',
    actsIn: ['protocol, profiles', 'protocol, client', 'orchestrator-client, fleet', 'spec-model, documents'],
    section: 'specification version management',
    policy: 'FleetManagerOptions.profile',
  },
  'M-02': {
    question: 'Nothing on the wire tells which revision a fleet manager speaks. How does a client know?',
    options: [
      'It is configured, and a 404 for the manifest hints at a wrong address',
      'It tries the paths of each revision',
      'It asks some address that all revisions have',
    ],
    choice:
      'The client is configured, by profile and address. Since every client always has a manifest, a 404 for it gets the hint that `baseUrl` or `basePath` is wrong. A fleet manager that has published nothing serves an empty first manifest, so that the hint holds.',
    actsIn: ['protocol, client', 'orchestrator-client, handlers'],
    section: 'specification version management',
  },
  'M-03': {
    question: 'Unknown `apiVersion` must be refused, but rc.3 documents have none. What if one is there?',
    options: [
      'It is never written; a deployment may have it, with a warning; capabilities may not',
      'It is an error wherever it stands',
      'It is ignored wherever it stands',
    ],
    choice:
      'We never write it. In a deployment `apiVersion` and `kind` are tolerated (AX-08), because a device must not lose an update over them; in capabilities they are errors, because the schema is closed (CP-07).',
    actsIn: ['AX-08', 'CP-07'],
    section: 'specification version management',
  },
  'M-04': {
    question: 'May a fleet manager serve the interface below another path, and what is `url` in a manifest for?',
    options: [
      'It may; addresses are built from that path and the digest, and `url` is not followed',
      '`url` is resolved against the origin of the fleet manager',
      '`url` is resolved against the base path',
    ],
    choice:
      'It may: that is `basePath`, which is empty in all profiles but `symphony-2025`. Addresses are built from the path of the interface and the digest. `url` is written and never followed, so no manifest can send a device somewhere else.',
    actsIn: ['protocol, profiles', 'protocol, client', 'device-client, sync'],
    section: 'desired state, Workload Management API',
  },
});
