import { sha256Digest } from '@margo-sdk/protocol';
import { entriesOf, joined, packBundle } from './archive.js';
import { withBody } from '../../fleet-manager/reply.js';
import type { ForgedFault, ReplyFault } from './fleet-manager-fault.js';
import { bytesOf, forgeMembers, textOf, type Bytes, type Forgery, type Publication } from './publication.js';

type Options = Pick<ForgedFault, 'forge' | 'rules'> & Partial<Pick<ForgedFault, 'outcome' | 'expected' | 'on'>>;

const fault = (
  what: string,
  { outcome = 'refused', on = ['deployment', 'bundle'], ...rest }: Options,
): ForgedFault => ({
  kind: 'forged',
  channel: 'content',
  what,
  outcome,
  on,
  ...rest,
});

/** The first document is another one; manifest and bundle name it as if it were right. */
const documents =
  (change: (text: string) => string | Bytes) =>
  async (publication: Publication): Promise<Forgery> => {
    const deployments = await Promise.all(
      publication.deployments.map(async ({ deploymentId, digest, bytes }, at) => {
        if (at > 0) return { deploymentId, digest, bytes };
        const changed = change(textOf(bytes));
        const spoilt = typeof changed === 'string' ? bytesOf(changed) : changed;
        return { deploymentId, digest: await sha256Digest(spoilt), bytes: spoilt };
      }),
    );
    const forged = { ...publication, deployments, bundle: packBundle(entriesOf(deployments)) };
    return forgeMembers(forged, (members) => members);
  };

/** What the address of a deployment gives is something else than the manifest says. */
const answered = (
  what: string,
  change: (text: string) => string,
  more: Partial<Pick<ReplyFault, 'outcome' | 'expected' | 'rules'>> = {},
): ReplyFault => ({
  kind: 'reply',
  channel: 'content',
  outcome: 'refused',
  rules: ['DS-18', 'DS-19', 'DS-32'],
  what,
  on: ['deployment'],
  spoil: (reply) => (reply.body === null ? reply : withBody(reply, bytesOf(change(textOf(reply.body))))),
  ...more,
});

const OTHER_ID = '00000000-0000-4000-8000-000000000000';

/**
 * What can be wrong with a deployment. Under the first names manifest and digests fit it, so only its content gives it
 * away; under those of the second kind the bytes are not those that the manifest names.
 */
export const DEPLOYMENT_FAULTS = {
  'deployment/other-id': fault('The document of a deployment has another id than the manifest says.', {
    rules: ['DS-16', 'DS-21'],
    forge: documents((text) => text.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/i, OTHER_ID)),
  }),
  'deployment/invalid-yaml': fault('The document of a deployment is no YAML.', {
    rules: ['DS-19'],
    forge: documents((text) => `${text}\n]: } [`),
  }),
  'deployment/no-deployment': fault('The document of a deployment is one of another kind.', {
    rules: ['DS-19'],
    forge: documents(() => 'apiVersion: v1\nkind: Secret\n'),
  }),
  'deployment/without-components': fault('The document of a deployment lacks its profile.', {
    rules: ['DS-19'],
    forge: documents((text) => text.replace('deploymentProfile', 'deploymentPrefile')),
  }),
  'deployment/empty': fault('The document of a deployment is empty.', { rules: ['DS-19'], forge: documents(() => '') }),
  'deployment/nesting-bomb': fault('The document of a deployment is nested 20,000 deep.', {
    rules: ['DS-19'],
    forge: documents((text) => `${text}\nx: ${'['.repeat(20_000)}${']'.repeat(20_000)}\n`),
  }),
  'deployment/alias-bomb': fault('The document of a deployment grows to billions of items by its aliases.', {
    rules: ['DS-19'],
    forge: documents(
      () =>
        `a0: &a0 [x, x, x, x, x, x, x, x, x]\n${Array.from({ length: 9 }, (_, n) => `a${n + 1}: &a${n + 1} [${Array(9).fill(`*a${n}`).join(', ')}]\n`).join('')}`,
    ),
  }),
  'deployment/not-utf8': fault('There are bytes in the document of a deployment that are no UTF-8.', {
    rules: ['DS-19'],
    forge: documents((text) => joined([bytesOf(`${text}\n# `), Uint8Array.of(0xff, 0xfe, 0xfd, 0x0a)])),
  }),
  'deployment/wrong-digest': answered('A deployment has one byte more than the manifest says.', (text) => `${text} `),
  'deployment/other-line-ends': answered(
    'A deployment has the line ends of another system.',
    (text) => `${text}\n`.replace(/\n/g, '\r\n'),
    { rules: ['DS-30', 'DS-31'] },
  ),
  'deployment/truncated': answered('A deployment ends in the middle, in an answer that is whole.', (text) =>
    text.slice(0, text.length / 2),
  ),
  'deployment/without-content': answered('A deployment has no bytes at all.', () => ''),
  'deployment/huge': answered('A deployment has 2 MiB.', (text) => text.padEnd(2 * 1024 * 1024), {
    outcome: 'failed',
    expected: 'stops reading at a limit of its own and stays as it was',
  }),
} satisfies Record<string, ForgedFault | ReplyFault>;
