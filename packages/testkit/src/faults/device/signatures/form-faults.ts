import { altered, fault, poll, put, signedAfter, type SignatureFault } from './signature-fault.js';
import { digestOf, headerOf, inputOf, signatureOf, signed, withHeader, type SignatureDraft } from './signed-request.js';

const MISSING = { rules: ['LG-09', 'LG-11'], code: 'ERR_SIGNATURE_MISSING' } as const;
const TWICE = { rules: ['LG-09'], code: 'ERR_SIGNATURE_LABEL_DUPLICATE' } as const;
const UNCOVERED = { rules: ['LG-07', 'M-57'], code: 'ERR_SIGNATURE_COMPONENT_MISSING' } as const;
const TAKEN = { rules: ['M-57'], outcome: 'harmless', statuses: [200, 201] } as const;
const DIGEST = { rules: ['LG-06', 'LG-11'], channel: 'content', statuses: [400, 401] } as const;

const without =
  (...components: string[]) =>
  (draft: SignatureDraft): SignatureDraft => ({
    ...draft,
    components: draft.components.filter((component) => !components.includes(component)),
  });

const twice = (name: string) =>
  altered(poll, (request) => ({ ...request, headers: [...request.headers, [name, headerOf(request, name)]] }));

/** A second signature beside the first, under a label of its own; both are of the same key. */
const second = (one: SignatureDraft, other: SignatureDraft) => {
  const request = signed(one);
  const input = `${headerOf(request, 'signature-input')}, ${other.label}=${inputOf(other)}`;
  const value = `${headerOf(request, 'signature')}, ${other.label}=:${signatureOf(other).toString('base64')}:`;
  return withHeader(withHeader(request, 'signature-input', input), 'signature', value);
};

/** What can be wrong with the form of a signature, or with a digest, when nothing was altered. */
export const FORM_FAULTS = {
  'signature/none': fault('A request has no signature at all.', {
    ...MISSING,
    request: altered(poll, (request) => ({ ...request, headers: [] })),
  }),
  'signature/without-input': fault('The signature comes without the list of what it covers.', {
    ...MISSING,
    request: altered(poll, (request) => withHeader(request, 'signature-input', null)),
  }),
  'signature/without-bytes': fault('The list of what is covered comes without the signature.', {
    ...MISSING,
    request: altered(poll, (request) => withHeader(request, 'signature', null)),
  }),
  'signature/no-base64': fault('The signature is no byte sequence.', {
    rules: ['LG-08', 'LG-09'],
    code: 'ERR_SIGNATURE_MALFORMED',
    request: altered(poll, (request) => withHeader(request, 'signature', 'sig1="abc"')),
  }),
  'signature/list-that-is-none': fault('The list of what is covered is a text.', {
    rules: ['LG-09'],
    code: 'ERR_SIGNATURE_MALFORMED',
    request: altered(poll, (request) => withHeader(request, 'signature-input', 'sig1="@method, @target-uri"')),
  }),
  'signature/two-inputs': fault('The label is there twice in Signature-Input.', {
    ...TWICE,
    request: twice('signature-input'),
  }),
  'signature/two-values': fault('The label is there twice in Signature.', { ...TWICE, request: twice('signature') }),
  'signature/covers-twice': fault('The method is covered twice.', {
    rules: ['LG-07'],
    code: 'ERR_SIGNATURE_COMPONENT_INVALID',
    request: signedAfter(poll, (draft) => ({ ...draft, components: ['"@method"', ...draft.components] })),
  }),
  'signature/covers-twice-in-two-cases': fault('The digest is covered in lower case, and once more in capitals.', {
    rules: ['LG-07', 'M-57'],
    code: 'ERR_SIGNATURE_COMPONENT_INVALID',
    request: signedAfter(put, (draft) => ({ ...draft, components: [...draft.components, '"Content-Digest"'] })),
  }),
  'signature/digest-in-capitals': fault('The digest is covered in capitals, as the text of the profile prints it.', {
    ...TAKEN,
    statuses: [200, 201, 400, 401],
    expected: 'takes it or says what is wrong',
    request: signedAfter(put, (draft) => ({
      ...draft,
      components: draft.components.map((one) => (one === '"content-digest"' ? '"Content-Digest"' : one)),
    })),
  }),
  'signature/covers-unknown': fault('Something is covered that there is not.', {
    rules: ['LG-07'],
    code: 'ERR_SIGNATURE_COMPONENT_INVALID',
    request: signedAfter(poll, (draft) => ({ ...draft, components: [...draft.components, '"@moon"'] })),
  }),
  'signature/method-not-covered': fault('The method is not covered.', {
    ...UNCOVERED,
    request: signedAfter(poll, without('"@method"')),
  }),
  'signature/address-not-covered': fault('The address is not covered.', {
    ...UNCOVERED,
    request: signedAfter(poll, without('"@target-uri"')),
  }),
  'signature/body-not-covered': fault('The digest of the body fits, and is not covered.', {
    ...UNCOVERED,
    request: signedAfter(put, without('"content-digest"')),
  }),
  'signature/nothing-covered': fault('Nothing is covered.', {
    ...UNCOVERED,
    request: signedAfter(put, (draft) => ({ ...draft, components: [] })),
  }),
  'signature/covers-another-message': fault('What has to be covered is so for another message only, by way of ;req.', {
    rules: ['LG-07', 'M-57'],
    request: signedAfter(put, (draft) => ({
      ...draft,
      components: draft.components.map((one) => (one === '"content-digest"' ? `${one};req` : one)),
    })),
    code: 'ERR_SIGNATURE_COMPONENT_MISSING',
  }),
  'signature/no-time': fault('The signature does not say when it was made.', {
    rules: ['LG-10'],
    code: 'ERR_SIGNATURE_PARAMETER_MISSING',
    request: signedAfter(poll, (draft) => ({ ...draft, parameters: draft.parameters.replace(/;created=\d+/, '') })),
  }),
  'signature/time-in-words': fault('The time of the signature is a text.', {
    rules: ['LG-10'],
    code: 'ERR_SIGNATURE_MALFORMED',
    request: signedAfter(poll, (draft) => ({
      ...draft,
      parameters: draft.parameters.replace(/created=(\d+)/, 'created="$1"'),
    })),
  }),
  'signature/in-der': fault('An ECDSA signature is written in DER, as TLS has it.', {
    rules: ['LG-08', 'M-57'],
    code: 'ERR_SIGNATURE_INVALID',
    request: (caller) => {
      const draft = poll(caller);
      const request = signed(draft);
      const raw = signatureOf(draft);
      return withHeader(request, 'signature', `sig1=:${derOf(raw).toString('base64')}:`);
    },
  }),
  'signature/second-one': fault('Another signature stands beside the right one, as of a proxy.', {
    ...TAKEN,
    expected: 'takes it, and no notice of the other one',
    request: (caller) => second(poll(caller), { ...poll(caller), label: 'proxy', components: [] }),
  }),
  'signature/covers-more': fault('More is covered than has to be.', {
    ...TAKEN,
    request: signedAfter(poll, (draft) => ({ ...draft, components: [...draft.components, '"@authority"'] })),
  }),
  'signature/outvoted': fault('The right signature is broken, and another one beside it is good.', {
    rules: ['LG-09', 'LG-11'],
    code: 'ERR_SIGNATURE_INVALID',
    request: (caller) => {
      const right = poll(caller);
      const request = second({ ...right, method: 'DELETE' }, { ...right, label: 'sig2' });
      return { ...request, method: right.method };
    },
  }),
  'signature/no-digest': fault('A request with a body has no digest.', {
    ...DIGEST,
    code: 'ERR_CONTENT_DIGEST_MISSING',
    request: signedAfter(put, (draft) => ({ ...without('"content-digest"')(draft), digest: null })),
  }),
  'signature/empty-digest': fault('The digest of a body is empty.', {
    ...DIGEST,
    code: 'ERR_CONTENT_DIGEST_MALFORMED',
    request: signedAfter(put, (draft) => ({ ...draft, digest: '' })),
  }),
  'signature/digest-of-nothing': fault('The digest of a body has no bytes.', {
    ...DIGEST,
    code: 'ERR_CONTENT_DIGEST_MALFORMED',
    request: signedAfter(put, (draft) => ({ ...draft, digest: 'sha-256=::' })),
  }),
  'signature/broken-digest-algorithm': fault('The digest of a body is of an algorithm that proves nothing.', {
    ...DIGEST,
    code: 'ERR_CONTENT_DIGEST_MALFORMED',
    request: signedAfter(put, (draft) => ({ ...draft, digest: digestOf(draft.body ?? '', 'md5') })),
  }),
  'signature/digest-of-another-body': fault('The digest is that of another body, and it was signed so.', {
    ...DIGEST,
    code: 'ERR_CONTENT_DIGEST_MISMATCH',
    request: signedAfter(put, (draft) => ({ ...draft, digest: digestOf('{}') })),
  }),
} satisfies Record<string, SignatureFault>;

/** Both halves of a raw ECDSA signature as integers of DER; those of P-256 keep every length below 128. */
const derOf = (raw: Buffer): Buffer => {
  const integer = (half: Buffer): Buffer => {
    const start = half.findIndex((byte) => byte !== 0);
    const bytes = half.subarray(Math.max(start, 0));
    const padded = (bytes[0] ?? 0) > 127 ? Buffer.concat([Buffer.of(0), bytes]) : bytes;
    return Buffer.concat([Buffer.of(2, padded.length), padded]);
  };
  const both = Buffer.concat([integer(raw.subarray(0, raw.length / 2)), integer(raw.subarray(raw.length / 2))]);
  return Buffer.concat([Buffer.of(0x30, both.length), both]);
};
