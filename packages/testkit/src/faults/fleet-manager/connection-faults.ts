import type { Delivery } from '../../fleet-manager/reply.js';
import { withHeaders } from '../../fleet-manager/reply.js';
import { EVERYTHING, READS, type ReplyFault, type SocketFault } from './fleet-manager-fault.js';

const RULES = ['API-17', 'M-17'];

const delivered = (what: string, delivery: Delivery, on = READS, expected?: string): ReplyFault => ({
  kind: 'reply',
  channel: 'connection',
  outcome: 'failed',
  rules: RULES,
  what,
  on,
  ...(expected !== undefined && { expected }),
  spoil: (reply) => ({ ...reply, delivery }),
});

const length = (what: string, by: number, expected: string): ReplyFault => ({
  kind: 'reply',
  channel: 'connection',
  outcome: by > 0 ? 'failed' : 'refused',
  rules: RULES,
  what,
  on: READS,
  expected,
  spoil: (reply) =>
    reply.body === null ? reply : withHeaders(reply, { 'content-length': `${reply.body.byteLength + by}` }),
});

const socket = (what: string, act: SocketFault['act'], rules: readonly string[]): SocketFault => ({
  kind: 'socket',
  channel: 'connection',
  outcome: 'failed',
  what,
  act,
  rules,
});

const NO_MORE = 'gives up when its own time is over, and stays as it was';

/** Connections that break. Those that break before there is a request need a fake that is a server. */
export const CONNECTION_FAULTS = {
  'connection/reset-before-header': delivered(
    'The connection is reset when the request has been dealt with, and before its answer.',
    'reset',
    EVERYTHING,
    'does not know what became of it, and asks or reports again',
  ),
  'connection/reset-after-header': delivered(
    'The connection is reset after the header of the answer.',
    'reset after header',
  ),
  'connection/closed-half-way': delivered(
    'The fleet manager closes its half of the connection in the middle of the body.',
    'closed half-way',
  ),
  'connection/never-answers': delivered(
    'The connection stays open, and no answer comes.',
    'never',
    EVERYTHING,
    NO_MORE,
  ),
  'connection/slow-drip': delivered('A byte of the body comes each second.', 'dripping', READS, NO_MORE),
  'connection/endless-body': delivered(
    'The body is sent in chunks and never ends.',
    'endless',
    READS,
    'stops reading at a limit of its own and stays as it was',
  ),
  'connection/length-too-long': length(
    'The answer promises 40 bytes more than come.',
    40,
    'takes the answer for broken, and stays as it was',
  ),
  'connection/length-too-short': length(
    'The answer promises 40 bytes fewer than come.',
    -40,
    'takes what was promised, finds that it is not what the digest names, and stays as it was',
  ),
  'connection/closed-at-once': socket('The connection is closed as soon as it is there.', 'close', RULES),
  'connection/silent-handshake': socket('The connection is taken, and no TLS comes.', 'silence', RULES),
  'connection/plain-http': socket('What comes is HTTP without TLS.', 'plain http', ['TLS-01']),
  'connection/tls-1-2': socket('TLS 1.2 is all that is spoken.', 'tls 1.2', ['TLS-03', 'TLS-04']),
  'connection/other-protocol': socket('HTTP/2 is all that is spoken.', 'other protocol', ['API-03']),
} satisfies Record<string, ReplyFault | SocketFault>;
