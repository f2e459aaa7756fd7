import { createProblem } from '@margo-sdk/protocol';
import { withBody, withHeaders, withoutHeaders, type Reply } from '../../fleet-manager/reply.js';
import { compressed } from './archive.js';
import { ARTEFACTS, READS, type ReplyFault } from './fleet-manager-fault.js';
import { withProblems } from '../fault.js';
import { bytesOf } from './publication.js';
import { refusal } from './refusal.js';

type Options = Pick<ReplyFault, 'spoil' | 'rules'> &
  Partial<Pick<ReplyFault, 'where' | 'outcome' | 'expected' | 'on' | 'when'>>;

const fault = (what: string, { outcome = 'failed', on = READS, ...rest }: Options): ReplyFault => ({
  kind: 'reply',
  channel: 'http',
  what,
  outcome,
  on,
  ...rest,
});

const page = (status: number, text: string): Reply => {
  const body = bytesOf(`<!doctype html><title>${text}</title><h1>${text}</h1>`);
  return {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8', 'content-length': `${body.byteLength}` },
    body,
    delivery: 'whole',
  };
};

const bare = (status: number, headers: Readonly<Record<string, string>> = {}): Reply => ({
  status,
  headers,
  body: null,
  delivery: 'whole',
});

const BOMB_BYTES = 256 * 1024 * 1024;
let bomb: Uint8Array<ArrayBuffer> | undefined;
/** Made once, and only for those who ask for it. */
const bombOf = (): Uint8Array<ArrayBuffer> => (bomb ??= compressed(new Uint8Array(BOMB_BYTES)));

const ODD = { type: 'urn:example:odd', title: 'Odd', status: 400, retryable: 'perhaps', errors: { field: 1 } };

/** Answers that are whole and well-formed, and are not what was asked for. */
export const ANSWER_FAULTS = {
  'answer/page-instead': fault('A page comes with 200, as from a portal where guests log in.', {
    rules: ['DS-06', 'DS-12'],
    spoil: () => page(200, 'Welcome to our network'),
  }),
  'answer/no-such-page': fault('A page comes with 404, as from an ingress without anybody behind it.', {
    rules: ['DS-24', 'M-02'],
    expected: 'stays as it was, removes nothing, and asks again later',
    spoil: () => page(404, 'default backend - 404'),
  }),
  'answer/gone': fault('The answer is 410.', { rules: ['DS-24'], spoil: () => page(410, 'Gone') }),
  'answer/redirect': fault('The answer leads to another host.', {
    rules: ['WP-14', 'M-04'],
    expected: 'does not follow, and stays as it was',
    spoil: () => bare(301, { location: 'https://elsewhere.example/api/v1/deployments' }),
  }),
  'answer/not-modified-unasked': fault('304 comes to a request that named no ETag.', {
    rules: ['DS-39', 'DS-41'],
    on: ARTEFACTS,
    when: ({ headers }) => !headers.has('if-none-match'),
    spoil: () => bare(304),
  }),
  'answer/no-content': fault('204 comes where there has to be a body.', { rules: ['DS-06'], spoil: () => bare(204) }),
  'answer/empty': fault('200 comes with a body of no bytes and no media type.', {
    rules: ['DS-06', 'DS-12'],
    spoil: (reply) => withBody(withoutHeaders({ ...reply, status: 200 }, ['content-type']), new Uint8Array()),
  }),
  'answer/partial': fault('206 comes with the first half, which nobody asked for.', {
    rules: ['DS-06', 'DS-14', 'DS-17'],
    spoil: (reply) => ({ ...withBody(reply, (reply.body ?? new Uint8Array()).slice(0, 20)), status: 206 }),
  }),
  'answer/other-media-type': fault('The right bytes come under another media type.', {
    rules: ['DS-06', 'DS-12'],
    spoil: (reply) => withHeaders(reply, { 'content-type': 'application/octet-stream' }),
  }),
  'answer/no-media-type': fault('The right bytes come without a media type.', {
    rules: ['DS-06', 'DS-12'],
    spoil: (reply) => withoutHeaders(reply, ['content-type']),
  }),
  'answer/media-type-with-parameters': fault('The media type is in capitals and has a parameter.', {
    rules: ['DS-06'],
    outcome: 'harmless',
    spoil: (reply) =>
      withHeaders(reply, { 'content-type': `${(reply.headers['content-type'] ?? '').toUpperCase()}; Charset=UTF-8` }),
  }),
  'answer/compressed': fault('The answer is compressed, with a header that says so.', {
    rules: ['DS-26', 'DS-30'],
    outcome: 'harmless',
    expected: 'takes the digest of what was compressed and goes on',
    spoil: (reply) =>
      reply.body === null
        ? reply
        : withHeaders(withBody(reply, compressed(reply.body)), { 'content-encoding': 'gzip' }),
  }),
  'answer/compressed-in-secret': fault('The answer is compressed, and no header says so.', {
    rules: ['DS-18', 'DS-30'],
    outcome: 'refused',
    spoil: (reply) => (reply.body === null ? reply : withBody(reply, compressed(reply.body))),
  }),
  'answer/encoding-bomb': fault('The answer of a quarter of a megabyte decompresses to 256 MiB.', {
    rules: ['DS-26'],
    expected: 'stops decompressing at a limit of its own and stays as it was',
    spoil: (reply) =>
      reply.body === null ? reply : withHeaders(withBody(reply, bombOf()), { 'content-encoding': 'gzip' }),
  }),
  'answer/not-acceptable': fault('The answer is 406.', {
    rules: ['DS-04'],
    on: ['stateManifest'],
    spoil: (_, asked) => refusal(createProblem('server-cannot-generate-response'), 406, asked),
  }),
  'answer/superseded': fault('What the manifest names is gone by the time it is asked for.', {
    rules: ['DS-24', 'M-17', 'M-18'],
    on: ARTEFACTS,
    expected: 'stays as it was, removes nothing, and asks for the manifest again',
    spoil: (_, asked) =>
      refusal(createProblem(asked.resource === 'bundle' ? 'invalid-bundle' : 'deployment-not-found'), 404, asked),
  }),
  'answer/unknown-problem': fault('The problem is of a type that nobody knows, with members of every kind.', {
    where: withProblems,
    rules: ['PT-07', 'API-12'],
    spoil: (_, asked) => refusal(ODD, 400, asked),
  }),
  'answer/broken-problem': fault('The body of a problem is no JSON.', {
    rules: ['PT-07'],
    spoil: (_, asked) => {
      const whole = refusal(createProblem('invalid-request'), 400, asked);
      return withBody(whole, (whole.body ?? new Uint8Array()).slice(0, 9));
    },
  }),
  'answer/header-flood': fault('The header of the answer has 64 KiB.', {
    rules: ['DS-19'],
    expected: 'stops reading at a limit of its own and stays as it was',
    spoil: (reply) => withHeaders(reply, { 'x-flood': 'x'.repeat(64 * 1024) }),
  }),
  'answer/early-hints': fault('103 comes before the answer.', {
    rules: ['API-03'],
    outcome: 'harmless',
    spoil: (reply) => ({ ...reply, delivery: 'after early hints' }),
  }),
} satisfies Record<string, ReplyFault>;
