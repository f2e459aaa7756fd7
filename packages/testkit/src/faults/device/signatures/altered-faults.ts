import { targetOf } from '../../wire.js';
import { altered, fault, poll, put, signedAfter, type SignatureFault } from './signature-fault.js';
import { digestOf, headerOf, withHeader, type SentRequest } from './signed-request.js';

const RULES = ['LG-07', 'LG-11'];
const INVALID = { rules: RULES, code: 'ERR_SIGNATURE_INVALID' } as const;

const inInput = (change: (input: string) => string) =>
  altered(put, (request) => withHeader(request, 'signature-input', change(headerOf(request, 'signature-input'))));

/** Another letter in the middle of base64, so that it still is base64. */
const otherBase64 = (text: string): string => {
  const at = Math.floor(text.length / 2);
  return text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1);
};

const otherBody = ({ body = '' }: SentRequest): string => body.replace('Fake', 'Evil');

/** What can be altered after a request was signed. */
export const ALTERED_FAULTS = {
  'signature/altered-method': fault('The method is another one than was signed.', {
    ...INVALID,
    request: altered(put, (request) => ({ ...request, method: request.method === 'PUT' ? 'POST' : 'PUT' })),
  }),
  'signature/altered-path': fault('The path leads to another resource than was signed.', {
    ...INVALID,
    request: altered(poll, (request, { wire, baseUrl }) => ({
      ...request,
      url: baseUrl + targetOf(wire, 'bundle', { digest: `sha256:${'0'.repeat(64)}` }),
    })),
  }),
  'signature/altered-query': fault('A query was added after the request was signed.', {
    ...INVALID,
    request: altered(poll, (request) => ({ ...request, url: `${request.url}?all=true` })),
  }),
  'signature/other-host': fault('The request was signed for another host.', {
    ...INVALID,
    rules: [...RULES, 'M-57'],
    request: signedFor((url) => url.replace(/\/\/[^/]+/, '//elsewhere.example')),
  }),
  'signature/other-scheme': fault('The request was signed for HTTP without TLS.', {
    ...INVALID,
    rules: [...RULES, 'M-57'],
    request: signedFor((url) => url.replace('https:', 'http:')),
  }),
  'signature/altered-body': fault('The body is another one than the digest names.', {
    rules: ['LG-06', 'LG-11'],
    channel: 'content',
    statuses: [400, 401],
    code: 'ERR_CONTENT_DIGEST_MISMATCH',
    request: altered(put, (request) => ({ ...request, body: otherBody(request) })),
  }),
  'signature/altered-body-and-digest': fault('The body is another one, and so is the digest; the signature is not.', {
    ...INVALID,
    rules: ['LG-06', ...RULES],
    request: altered(put, (request) => {
      const body = otherBody(request);
      return { ...withHeader(request, 'content-digest', digestOf(body)), body };
    }),
  }),
  'signature/altered-bytes': fault('A letter of the signature is another one.', {
    ...INVALID,
    rules: ['LG-08', 'LG-11'],
    request: altered(put, (request) => withHeader(request, 'signature', otherBase64(headerOf(request, 'signature')))),
  }),
  'signature/altered-created': fault('The time of the signature was made a second later.', {
    ...INVALID,
    rules: ['LG-10', 'LG-11'],
    request: inInput((input) => input.replace(/created=(\d+)/, (_, time) => `created=${Number(time) + 1}`)),
  }),
  'signature/altered-key-id': fault('The name of the key was changed after signing.', {
    ...INVALID,
    request: inInput((input) => input.replace(/keyid="[^"]*"/, 'keyid="somebody-else"')),
  }),
  'signature/altered-order': fault('The list of what is covered was put into another order.', {
    ...INVALID,
    request: inInput((input) => input.replace('"@method" "@target-uri"', '"@target-uri" "@method"')),
  }),
  'signature/shortened-list': fault('The body was taken out of the list of what is covered.', {
    rules: ['LG-07', 'M-57'],
    code: 'ERR_SIGNATURE_COMPONENT_MISSING',
    request: inInput((input) => input.replace(' "content-digest"', '')),
  }),
  'signature/other-label': fault('The signature has another label than this interface has.', {
    rules: ['LG-09'],
    code: 'ERR_SIGNATURE_LABEL_UNKNOWN',
    request: signedAfter(poll, (draft) => ({ ...draft, label: 'sig2' })),
  }),
} satisfies Record<string, SignatureFault>;

/** Signs for another address than the one that is called. */
function signedFor(change: (url: string) => string): SignatureFault['request'] {
  return (caller) => {
    const right = poll(caller);
    return {
      ...signedAfter(
        () => right,
        (draft) => ({ ...draft, url: change(draft.url) }),
      )(caller),
      url: right.url,
    };
  };
}
