import { entriesOf, compressed, joined, packArchive, packBundle, type ArchiveEntry } from './archive.js';
import { withBody } from '../../fleet-manager/reply.js';
import type { ForgedFault, ReplyFault } from './fleet-manager-fault.js';
import { bytesOf, forgeMembers, type Bytes, type Forgery, type Publication } from './publication.js';

type Options = Pick<ForgedFault, 'forge'> & Partial<Pick<ForgedFault, 'outcome' | 'expected' | 'rules'>>;

const fault = (what: string, { outcome = 'refused', rules = ['DS-13', 'M-19'], ...rest }: Options): ForgedFault => ({
  kind: 'forged',
  channel: 'content',
  on: ['bundle'],
  what,
  outcome,
  rules,
  ...rest,
});

/** Another archive, which the manifest names by its right digest. */
const archive =
  (write: (publication: Publication) => Bytes) =>
  async (publication: Publication): Promise<Forgery> =>
    forgeMembers({ ...publication, bundle: write(publication) }, (members) => members);

const entries = (change: (right: ArchiveEntry[]) => ArchiveEntry[]): ForgedFault['forge'] =>
  archive(({ deployments }) => packBundle(change(entriesOf(deployments))));

/** The right archive in the manifest, other bytes at its address. */
const answered = (what: string, change: (bytes: Bytes) => Bytes): ReplyFault => ({
  kind: 'reply',
  channel: 'content',
  outcome: 'refused',
  rules: ['DS-14', 'DS-18', 'DS-19'],
  what,
  on: ['bundle'],
  spoil: (reply) => (reply.body === null ? reply : withBody(reply, change(reply.body))),
});

const named = (change: (name: string) => string) =>
  entries((right) => right.map((entry, at) => (at > 0 ? entry : { ...entry, name: change(entry.name) })));

const BOMB_BYTES = 128 * 1024 * 1024;

/**
 * What can be wrong with a bundle. Where nothing else is said, the manifest names the archive by its right digest, so
 * only its content gives it away.
 */
export const BUNDLE_FAULTS = {
  'bundle/wrong-digest': answered(
    'The bundle is a correct archive, but not the one that the manifest names.',
    (bytes) => {
      const other = bytes.slice();
      other[4] = 1; // the time in the header of gzip: nothing that is unpacked differs
      return other;
    },
  ),
  'bundle/truncated': answered('The bundle ends in the middle, in an answer that is whole.', (bytes) =>
    bytes.slice(0, bytes.length / 2),
  ),
  'bundle/without-content': answered('The bundle has no bytes at all.', () => new Uint8Array()),
  'bundle/broken-off': fault('The archive was cut in the middle before its digest was taken.', {
    forge: archive(({ bundle }) => (bundle ?? new Uint8Array()).slice(0, (bundle?.length ?? 0) / 2)),
  }),
  'bundle/empty': fault('The archive has no entry.', { rules: ['DS-10', 'M-19'], forge: entries(() => []) }),
  'bundle/not-compressed': fault('The archive is a tar that was not compressed.', {
    rules: ['DS-11', 'M-19'],
    forge: archive(({ deployments }) => packArchive(entriesOf(deployments))),
  }),
  'bundle/not-an-archive': fault('What is compressed is a text.', {
    forge: archive(() => compressed(bytesOf('This is no archive.\n'.repeat(100)))),
  }),
  'bundle/missing-entry': fault('One deployment of the manifest is not in the archive.', {
    forge: entries((right) => [...right.slice(1), { name: 'note.yaml', bytes: bytesOf('id: 1\n') }]),
  }),
  'bundle/extra-entry': fault('There is one file more in the archive than deployments in the manifest.', {
    forge: entries((right) => [...right, { name: 'note.yaml', bytes: bytesOf('id: 1\n') }]),
  }),
  'bundle/duplicate-entry': fault('One deployment is in the archive twice.', {
    forge: entries((right) => [...right, ...right.slice(0, 1)]),
  }),
  'bundle/renamed-entries': fault('The files have names that say nothing.', {
    outcome: 'harmless',
    rules: ['M-19'],
    expected: 'finds each deployment by the digest of its bytes and goes on',
    forge: entries((right) => right.map((entry, at) => ({ ...entry, name: `${String.fromCharCode(122 - at)}.yaml` }))),
  }),
  'bundle/swapped-entries': fault('Every deployment is in the file of another one.', {
    outcome: 'harmless',
    rules: ['M-19'],
    expected: 'finds each deployment by the digest of its bytes and goes on',
    forge: entries((right) => right.map((entry, at) => ({ ...entry, name: right.at(at - 1)?.name ?? entry.name }))),
  }),
  'bundle/other-content': fault('A file of the archive has one byte more than the manifest says.', {
    rules: ['DS-13', 'DS-18', 'M-19'],
    forge: entries((right) =>
      right.map((entry, at) =>
        at > 0 ? entry : { ...entry, bytes: joined([entry.bytes ?? new Uint8Array(), bytesOf(' ')]) },
      ),
    ),
  }),
  'bundle/nested-folder': fault('A file of the archive lies in a folder.', {
    forge: named((name) => `deployments/${name}`),
  }),
  'bundle/parent-path': fault('A file of the archive wants to be written outside, by way of ../.', {
    forge: named((name) => `../../${name}`),
  }),
  'bundle/absolute-path': fault('A file of the archive wants to be written to an absolute path.', {
    forge: named((name) => `/etc/${name}`),
  }),
  'bundle/folder-entry': fault('There is a folder in the archive.', {
    forge: entries((right) => [{ name: 'deployments/', type: '5' }, ...right]),
  }),
  'bundle/symbolic-link': fault('There is a symbolic link in the archive, to a file of the device.', {
    forge: entries((right) => [{ name: 'link.yaml', type: '2', linkName: '/etc/passwd' }, ...right]),
  }),
  'bundle/hard-link': fault('There is a hard link in the archive, to a file of the device.', {
    forge: entries((right) => [{ name: 'link.yaml', type: '1', linkName: '../../etc/passwd' }, ...right]),
  }),
  'bundle/device-file': fault('There is a device file in the archive.', {
    forge: entries((right) => [{ name: 'null.yaml', type: '3' }, ...right]),
  }),
  'bundle/bomb': fault('The archive of a few kilobytes unpacks to 128 MiB of zeros.', {
    rules: ['M-19'],
    expected: 'stops unpacking at a limit of its own and refuses the update',
    forge: entries((right) => [...right, { name: 'zeros.yaml', bytes: new Uint8Array(BOMB_BYTES) }]),
  }),
  'bundle/bomb-behind': fault('Behind the end of the archive come 128 MiB of zeros, well compressed.', {
    rules: ['M-19'],
    expected: 'stops unpacking at a limit of its own and refuses the update',
    forge: archive(({ deployments }) =>
      compressed(joined([packArchive(entriesOf(deployments)), new Uint8Array(BOMB_BYTES)])),
    ),
  }),
  'bundle/trailing-garbage': fault('Bytes follow the end of the compressed data.', {
    forge: archive(({ deployments }) => joined([packBundle(entriesOf(deployments)), bytesOf('and some more')])),
  }),
  'bundle/two-members': fault('A second compressed stream with another archive follows the first.', {
    forge: archive(({ deployments }) =>
      joined([packBundle(entriesOf(deployments)), packBundle([{ name: 'note.yaml', bytes: bytesOf('id: 1\n') }])]),
    ),
  }),
} satisfies Record<string, ForgedFault | ReplyFault>;
