import type { Reply } from '../../fleet-manager/reply.js';
import { withBody, withHeaders } from '../../fleet-manager/reply.js';
import { onSignedMessages } from '../fault.js';
import type { Asked, ReplyFault } from './fleet-manager-fault.js';
import { bytesOf, textOf } from './publication.js';
import { refusal } from './refusal.js';

type Options = Pick<ReplyFault, 'spoil' | 'rules'> &
  Partial<Pick<ReplyFault, 'outcome' | 'expected' | 'channel' | 'where' | 'instead'>>;

const fault = (what: string, { outcome = 'refused', expected, ...rest }: Options): ReplyFault => ({
  kind: 'reply',
  channel: 'content',
  on: ['onboarding'],
  where: onSignedMessages,
  what,
  outcome,
  expected: expected ?? (outcome === 'refused' ? 'keeps no id, and tells whoever looks after it' : GOES_ON),
  ...rest,
});

const GOES_ON = 'takes the id and goes on';
const ASKS_AGAIN = 'asks again later, with the same certificate';

type Members = Record<string, unknown>;

/** The right answer with other members; `id` is what the profile calls the id of the client. */
const members =
  (change: (right: Members, id: string) => Members) =>
  (reply: Reply, { facts }: Asked): Reply => {
    const id = facts.onboarding?.clientIdMember ?? '';
    const right = JSON.parse(textOf(reply.body ?? bytesOf('{}'))) as Members;
    return withBody(reply, bytesOf(JSON.stringify(change(right, id))));
  };

const clientId = (value: unknown) => members((right, id) => ({ ...right, [id]: value }));

/** What can be wrong with the answer to a device that asks to be let in. */
export const ONBOARDING_FAULTS = {
  'onboarding/rejected': fault('403: the operator does not want this device.', {
    rules: ['LG-12'],
    channel: 'http',
    instead: true,
    spoil: (_, asked) => refusal({ title: 'Client rejected' }, 403, asked),
  }),
  'onboarding/invalid-certificate': fault('400: the certificate is not accepted.', {
    rules: ['LG-04', 'LG-12'],
    channel: 'http',
    instead: true,
    spoil: (_, asked) => refusal({ title: 'Invalid certificate' }, 400, asked),
  }),
  'onboarding/undecided': fault('503, to come back in 60 seconds: nobody has decided yet.', {
    rules: ['LG-12', 'M-45'],
    channel: 'http',
    outcome: 'failed',
    expected: ASKS_AGAIN,
    instead: true,
    spoil: (_, asked) => refusal({ title: 'Waits for a decision' }, 503, asked, { 'retry-after': '60' }),
  }),
  'onboarding/lost-answer': fault('The device was let in, and the connection is reset before the answer.', {
    rules: ['LG-03', 'LG-12'],
    channel: 'connection',
    outcome: 'failed',
    expected: 'asks again with the same certificate, and gets the same id',
    where: ({ onboarding }) => onboarding?.again === 201,
    spoil: (reply) => ({ ...reply, delivery: 'reset' }),
  }),
  'onboarding/page-instead': fault('A page comes with 200 to a device that wants to be let in.', {
    rules: ['LG-12'],
    channel: 'http',
    instead: true,
    spoil: (reply) => ({
      ...withHeaders(withBody(reply, bytesOf('<!doctype html><h1>Welcome</h1>')), { 'content-type': 'text/html' }),
      status: 200,
    }),
  }),
  'onboarding/redirect': fault('The answer leads a device that wants to be let in to another host.', {
    rules: ['LG-02', 'LG-12'],
    channel: 'http',
    expected: 'does not follow, keeps no id, and tells whoever looks after it',
    instead: true,
    spoil: () => ({
      status: 307,
      headers: { location: 'https://elsewhere.example/api/v1/onboarding' },
      body: null,
      delivery: 'whole',
    }),
  }),
  'onboarding/not-json': fault('The answer is no JSON.', {
    rules: ['LG-12'],
    spoil: (reply) => withBody(reply, bytesOf('clientId: press-7\n')),
  }),
  'onboarding/huge': fault('The answer is padded to 2 MiB.', {
    rules: ['LG-12'],
    expected: 'stops reading at a limit of its own, and keeps no id',
    spoil: (reply) => withBody(reply, bytesOf(textOf(reply.body ?? bytesOf('{}')).padEnd(2 * 1024 * 1024))),
  }),
  'onboarding/no-id': fault('The answer has no id.', {
    rules: ['LG-03'],
    spoil: members((right, id) => Object.fromEntries(Object.entries(right).filter(([name]) => name !== id))),
  }),
  'onboarding/empty-id': fault('The id is empty.', { rules: ['LG-03'], spoil: clientId('') }),
  'onboarding/id-that-is-a-number': fault('The id is a number.', { rules: ['LG-03'], spoil: clientId(7) }),
  'onboarding/id-that-leads-elsewhere': fault('The id is a path that leads somewhere else.', {
    rules: ['LG-03', 'M-52'],
    spoil: clientId('../../admin'),
  }),
  'onboarding/id-of-two-dots': fault('The id consists of two dots.', {
    rules: ['LG-03', 'M-52'],
    spoil: clientId('..'),
  }),
  'onboarding/id-with-line-break': fault('The id has a line break and a header in it.', {
    rules: ['LG-03'],
    spoil: clientId('press-7\r\nX-Admin: yes'),
  }),
  'onboarding/id-too-long': fault('The id has 10,000 characters.', {
    rules: ['LG-03'],
    spoil: clientId('x'.repeat(10_000)),
  }),
  'onboarding/unknown-member': fault('The answer has a member that nobody knows.', {
    rules: ['LG-12'],
    outcome: 'harmless',
    spoil: members((right) => ({ ...right, 'x-note': { text: 'hello' } })),
  }),
} satisfies Record<string, ReplyFault>;
