import { createProblem } from '@margo-sdk/protocol';
import type { Reply } from '../../fleet-manager/reply.js';
import { EVERYTHING, type Asked, type ReplyFault } from './fleet-manager-fault.js';
import { withProblems } from '../fault.js';
import { refusal } from './refusal.js';

type Options = Pick<ReplyFault, 'spoil' | 'rules'> & Partial<Pick<ReplyFault, 'where' | 'expected' | 'on'>>;

const fault = (what: string, { on = EVERYTHING, ...rest }: Options): ReplyFault => ({
  kind: 'reply',
  channel: 'http',
  outcome: 'failed',
  what,
  on,
  ...rest,
});

const YEAR_MS = 365 * 24 * 3_600_000;

const blank = (status: number, headers: Readonly<Record<string, string>> = {}): Reply => ({
  status,
  headers,
  body: null,
  delivery: 'whole',
});

const dateIn = (ms: number, { nowMs }: Asked): string => new Date(nowMs + ms).toUTCString();

const busy = createProblem(429, { retryAfterSeconds: 120 });
const away = createProblem(503, { retryAfterSeconds: 120 });
const broken = createProblem(500);

/** Answers of a fleet manager that cannot or does not want to serve this device now. */
export const TRAFFIC_FAULTS = {
  'traffic/too-many-requests': fault('429, to come back in 120 seconds.', {
    rules: ['API-14', 'API-16', 'M-45'],
    expected: 'stays as it was and asks for nothing for 120 seconds',
    spoil: (_, asked) => refusal(busy, 429, asked, { 'retry-after': '120' }),
  }),
  'traffic/too-many-requests-by-date': fault('429, to come back at a date two minutes from now.', {
    rules: ['API-14', 'M-45'],
    expected: 'stays as it was and asks for nothing until that date',
    spoil: (_, asked) => refusal(busy, 429, asked, { 'retry-after': dateIn(120_000, asked) }),
  }),
  'traffic/too-many-requests-in-nonsense': fault('429, to come back "soon".', {
    rules: ['M-45'],
    spoil: (_, asked) => refusal({ ...busy, retryAfterSeconds: 'soon' }, 429, asked, { 'retry-after': 'soon' }),
  }),
  'traffic/unavailable-for-years': fault('503, to come back in ten years.', {
    rules: ['API-14', 'M-45'],
    expected: 'stays as it was and asks again after the longest time that its own policy lets it be silenced',
    spoil: (_, asked) => refusal(away, 503, asked, { 'retry-after': dateIn(10 * YEAR_MS, asked) }),
  }),
  'traffic/unavailable': fault('503 from a gateway: a page, and no word about when.', {
    rules: ['API-16', 'M-45'],
    spoil: () => blank(503),
  }),
  'traffic/internal-error': fault('500 without a word about when to come back.', {
    rules: ['API-13', 'M-45'],
    spoil: (_, asked) => refusal(broken, 500, asked),
  }),
  'traffic/internal-error-for-good': fault('500 that says that another attempt makes no sense.', {
    where: withProblems,
    rules: ['API-15'],
    expected: 'makes no attempt before its next ordinary poll',
    spoil: (_, asked) => refusal({ ...broken, retryable: false, backoffStrategy: 'none' }, 500, asked),
  }),
  'traffic/bad-gateway': fault('502 without a body.', { rules: ['M-45'], spoil: () => blank(502) }),
  'traffic/gateway-timeout': fault('504 without a body.', { rules: ['M-45'], spoil: () => blank(504) }),
  'traffic/request-timeout': fault('408 without a body.', { rules: ['M-45'], spoil: () => blank(408) }),
  'traffic/retired': fault('403: the relationship with this client is retired.', {
    rules: ['API-10', 'M-39'],
    expected: 'stays as it was and asks no more often than usual',
    spoil: (_, asked) =>
      refusal({ ...createProblem('not-authorized'), title: 'Client Relationship Retired' }, 403, asked),
  }),
  'traffic/unauthorised': fault('401, as from a proxy that wants a password.', {
    rules: ['M-41'],
    spoil: () => blank(401, { 'www-authenticate': 'Basic realm="proxy"' }),
  }),
} satisfies Record<string, ReplyFault>;
