import { positions } from '../position.js';

/** Who is let in, who is trusted, and how a refusal is told. */
export const SECURITY_AND_PROBLEMS = positions({
  'M-39': {
    question: 'Which type has the 403 for a client that is no longer accepted?',
    options: [
      'The registered `#not-authorized`',
      'The name in the text, which is not registered: `wfm-client-relationship-retired`',
    ],
    choice:
      "The registered `#not-authorized`; the other name in the text is not registered. A title of one's own is possible. Devices act on the status: while it is 403 they ask only every 15 minutes, unless told otherwise, and they go on as before after the first answer that is another.",
    actsIn: ['protocol, problem', 'orchestrator-client, fleet', 'device-client, sync'],
    section: 'problem types',
    policy: 'PollOptions.forbiddenPollIntervalMs',
  },
  'M-40': {
    question: 'Is a falling `spiffe_sequence` an attack?',
    options: ['Nobody compares it', 'Yes: the older bundle is refused', 'It is told, and the bundle is used'],
    choice:
      'It is told, and the bundle is used: the current revision does not compare sequences. Whoever wants to can have older ones refused, or nothing told. An equal sequence with other anchors is never an objection.',
    actsIn: ['protocol, node'],
    section: 'trust bundle and discovery',
    policy: 'TrustSourceOptions.fallingSequence',
  },
  'M-41': {
    question: 'What does a caller get whose certificate does not pass?',
    options: ['No answer: the connection ends', '401', '403'],
    choice:
      'No answer: the connection is cut before anything it sends is parsed. Who passes as a member of the trust domain and is not accepted as a client gets 403.',
    actsIn: ['protocol, node', 'orchestrator-client, fleet'],
    section: 'API requirements and security',
  },
  'M-42': {
    question: 'Can `type` be missing from a problem?',
    options: ['It is always written, and may be missing when read', 'No: such a body is no problem document'],
    choice:
      'We always write it, and read a body without it as `about:blank`, as RFC 9457 has it. A body without title or status is no problem document for us, and the HTTP status speaks for itself.',
    actsIn: ['spec-model, problem-detail', 'protocol, problem', 'protocol, client', 'PB-01'],
    section: 'problem types, Workload Management API',
  },
  'M-43': {
    question: 'How exactly are the URIs of problem types written?',
    options: [
      'With `#` and compared as a whole',
      'With `/#`, as the namespace is written once',
      'In either way, and older paths are known too',
    ],
    choice:
      '`https://docs.margo.org/specification/problem-types#<name>`, compared as a whole. Other spellings are unknown types.',
    actsIn: ['protocol, problem'],
    section: 'problem types',
  },
  'M-44': {
    question:
      'Which type has the 404 of a trust bundle that does not exist, when the one in the text is not registered?',
    options: [
      '`about:blank`, and any is read',
      'The name in the text: `#spiffe-bundle-not-found`',
      "A type of the identity service's own",
    ],
    choice:
      '`about:blank`: a name that is not registered means nothing to the other end. Whoever asks acts on the status, so any type is read.',
    absent: 'Serving trust bundles: there is no identity service here but the one for tests.',
    actsIn: ['protocol, client'],
    section: 'Trust Bundle API',
  },
  'M-45': {
    question: 'Which errors are worth another try when the answer does not say?',
    options: [
      '408, 429, 500, 502, 503, 504, and answers that never came',
      'Those in the table of the text only',
      'Every one above 499',
    ],
    choice:
      '408, 429, 500, 502, 503, 504, and answers that never came; with growing intervals, each a part by chance of a bound that doubles. The header `Retry-After` outranks the member of the document. A device waits for at most `maxRetryAfterMs`, an hour unless told otherwise, so that no peer can silence it for weeks.',
    actsIn: ['protocol, problem', 'protocol, errors', 'device-client, agent', 'device-client, outbox'],
    section: 'problem types, Workload Management API',
    policy: 'PollOptions.maxRetryAfterMs',
  },
  'M-46': {
    question: "TLS libraries match DNS names and trust the system's roots. Do they here?",
    options: ['Neither: the trust bundle and the SPIFFE id decide', 'Both, in addition to the SPIFFE id'],
    choice:
      'Both are off. The only anchors are those of the trust bundle, DNS names never decide, and each connection is judged by certificate chain and SPIFFE id before a request exists on it. TLS 1.3 unless a dangerous option says otherwise, HTTP/1.1, no resumption, no renegotiation.',
    actsIn: ['protocol, node'],
    section: 'TLS requirements',
    policy: 'TlsVersionOptions.dangerouslyAllowTls12',
  },
  'M-47': {
    question: 'Which checks of a certificate go beyond those that are listed?',
    options: [
      'Key usage, which must allow digital signatures',
      'None',
      'Everything that SPIFFE says: criticality and extended key usage too',
    ],
    choice: 'Key usage must be there and allow digital signatures. Extended key usage is not looked at.',
    actsIn: ['protocol, identity'],
    section: 'SVIDs',
  },
  'M-48': {
    question: 'How long may a connection be used?',
    options: [
      'For some minutes, and never past a certificate or a change of them',
      'For one request',
      'For as long as it holds',
    ],
    choice:
      'Ten minutes unless told otherwise, and never past a certificate of its chain. With a new certificate or bundle no connection of before is used again.',
    actsIn: ['protocol, node'],
    section: 'TLS requirements',
    policy: 'MutualTlsServerOptions.maxConnectionAgeMs',
  },
  'M-49': {
    question: 'What about single unusable anchors in a bundle?',
    options: ['They are left out, with a warning', 'The bundle is refused', 'They are left out silently'],
    choice:
      'They are left out with a warning. A bundle without a usable one is refused, and with it whatever wanted to trust it.',
    actsIn: ['protocol, identity', 'protocol, node', 'TB-10', 'TB-11'],
    section: 'trust bundle and discovery',
  },
  'M-50': {
    question: 'What does a pinned certificate have to equal?',
    options: [
      'Any certificate of the chain that was presented and found valid',
      'The certificate of the endpoint itself',
      'That of an authority',
    ],
    choice:
      'Any certificate of the chain that was presented and found valid: so whoever pins can choose between one endpoint and all that an authority vouches for.',
    actsIn: ['protocol, node'],
    section: 'TLS requirements',
    policy: 'TrustSourceOptions.authenticate',
  },
  'M-51': {
    question: 'How does a trusted proxy hand on who the caller is?',
    options: [
      'In the header `Client-Cert` of RFC 9440, from proxies that were named, and off unless asked for',
      "In a header with a name of one's own",
      'Not at all: TLS ends at the fleet manager',
    ],
    choice:
      'In the header `Client-Cert` of RFC 9440, taken from proxies that were named by their SPIFFE id and from nobody else; off unless asked for. The certificate is judged like that of a connection, so the proxy is believed only in that its client holds the key.',
    actsIn: ['protocol, identity', 'protocol, node', 'orchestrator-client, serve'],
    section: 'TLS requirements',
    policy: 'ServeFleetManagerOptions.trustedProxy',
  },
});
