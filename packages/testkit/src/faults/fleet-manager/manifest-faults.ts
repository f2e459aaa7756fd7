import { formatETag, sha256Digest } from '@margo-sdk/protocol';
import { stringifyJson, type JsonValue } from '@margo-sdk/spec-model';
import type { ForgedFault } from './fleet-manager-fault.js';
import {
  bytesOf,
  forgeMembers,
  forgeryOf,
  forgeText,
  membersOf,
  type ManifestMembers,
  type Publication,
} from './publication.js';
import { joined } from './archive.js';

type Options = Pick<ForgedFault, 'forge' | 'rules'> & Partial<Pick<ForgedFault, 'where' | 'outcome' | 'expected'>>;

const fault = (what: string, { outcome = 'refused', ...rest }: Options): ForgedFault => ({
  kind: 'forged',
  channel: 'content',
  on: ['stateManifest'],
  what,
  outcome,
  ...rest,
});

const member =
  (name: string, value: JsonValue) =>
  (publication: Publication): ReturnType<typeof forgeMembers> =>
    forgeMembers(publication, (members) => ({ ...members, [name]: value }));

const version = (written: string) => (publication: Publication) =>
  forgeText(publication, (text) => text.replace(/"manifestVersion":\d+/, `"manifestVersion":${written}`));

const older = (by: bigint) => (publication: Publication) =>
  forgeMembers(publication, (members) => ({ ...members, manifestVersion: publication.version - by }));

/** Each deployment of a manifest, changed. */
const references = (change: (reference: ManifestMembers, at: number) => JsonValue) => (publication: Publication) =>
  forgeMembers(publication, (members) => ({
    ...members,
    deployments: (members['deployments'] as ManifestMembers[]).map(change),
  }));

const bundleMember = (name: string, value: JsonValue) => (publication: Publication) =>
  forgeMembers(publication, (members) => ({
    ...members,
    bundle: { ...(members['bundle'] as ManifestMembers), [name]: value },
  }));

const correct = async (publication: Publication) => bytesOf(stringifyJson(await membersOf(publication)));

const withETag = (write: (digest: string) => string | null) => async (publication: Publication) => {
  const manifest = await correct(publication);
  return forgeryOf(publication, manifest, write(formatETag(await sha256Digest(manifest))));
};

const FORMS = ['DS-42', 'M-06'];
const ZERO_DIGEST = `sha256:${'0'.repeat(64)}`;

/** What can be wrong with a manifest. Its ETag fits its bytes unless it is the ETag that is wrong. */
export const MANIFEST_FAULTS = {
  'manifest/version-equal': fault('New content comes under the version of the manifest before.', {
    rules: ['DS-42', 'DS-43', 'M-15'],
    expected: 'refuses the manifest and notes it as a security event',
    forge: older(1n),
  }),
  'manifest/version-lower': fault('New content comes under a version below that of the manifest before.', {
    rules: ['DS-42', 'DS-43'],
    expected: 'refuses the manifest and notes it as a security event',
    forge: older(2n),
  }),
  'manifest/version-zero': fault('The version is 0.', { rules: FORMS, forge: version('0') }),
  'manifest/version-negative': fault('The version is negative.', { rules: FORMS, forge: version('-1') }),
  'manifest/version-fraction': fault('The version is a fraction.', { rules: FORMS, forge: version('18.5') }),
  'manifest/version-too-large': fault('The version is 2^64, one more than fits.', {
    rules: FORMS,
    forge: version('18446744073709551616'),
  }),
  'manifest/version-text': fault('The version is a text.', { rules: FORMS, forge: version('"18"') }),
  'manifest/version-missing': fault('There is no version.', {
    rules: FORMS,
    forge: (publication) =>
      forgeMembers(publication, ({ bundle = null, deployments = [] }) => ({ bundle, deployments })),
  }),
  'manifest/duplicate-member': fault('The version is there twice, and one of them is much higher.', {
    rules: ['M-06'],
    forge: (publication) => forgeText(publication, (text) => text.replace(/\}$/, ',"manifestVersion":900}')),
  }),
  'manifest/null-bundle': fault('The bundle is null although there are deployments.', {
    rules: ['DS-09', 'M-25'],
    forge: member('bundle', null),
  }),
  'manifest/bundle-missing': fault('The member for the bundle is left out.', {
    rules: ['DS-09', 'M-25'],
    forge: (publication) =>
      forgeMembers(publication, ({ deployments = [], manifestVersion = 1 }) => ({ deployments, manifestVersion })),
  }),
  'manifest/bundle-of-nothing': fault('There is a bundle although there are no deployments.', {
    rules: ['DS-09', 'DS-10', 'M-25'],
    expected: 'refuses the manifest, and removes nothing',
    forge: member('deployments', []),
  }),
  'manifest/bundle-of-another-type': fault('The bundle is of a media type that nobody knows.', {
    rules: ['DS-11'],
    forge: bundleMember('mediaType', 'application/zip'),
  }),
  'manifest/unknown-digest-algorithm': fault('One digest is of an algorithm that no device has to know.', {
    rules: ['DS-33'],
    forge: references((reference, at) => (at > 0 ? reference : { ...reference, digest: `sha512:${'0'.repeat(128)}` })),
  }),
  'manifest/digest-of-63-digits': fault('One digest is a digit short.', {
    rules: ['DS-29', 'M-14'],
    forge: references((reference) => ({ ...reference, digest: ZERO_DIGEST.slice(0, -1) })),
  }),
  'manifest/digest-in-capitals': fault('One digest is written in capitals.', {
    rules: ['DS-29', 'M-14'],
    forge: references((reference) => ({ ...reference, digest: `sha256:${'A'.repeat(64)}` })),
  }),
  'manifest/duplicate-deployment': fault('One deployment is listed twice, with different content.', {
    rules: ['DS-16'],
    forge: (publication) =>
      forgeMembers(publication, (members) => {
        const listed = members['deployments'] as ManifestMembers[];
        return { ...members, deployments: [...listed, { ...listed[0], digest: ZERO_DIGEST }] };
      }),
  }),
  'manifest/id-is-no-uuid': fault('A deployment has a path in the place of its id.', {
    rules: ['DS-46'],
    forge: references((reference) => ({ ...reference, deploymentId: '../../etc/passwd' })),
  }),
  'manifest/wrong-etag': fault('The ETag is the digest of other bytes.', {
    where: ({ manifestETag }) => manifestETag === 'digest',
    rules: ['DS-34', 'M-22'],
    forge: withETag(() => `"${ZERO_DIGEST}"`),
  }),
  'manifest/weak-etag': fault('The ETag was made weak, as a proxy does that compresses.', {
    rules: ['M-21'],
    outcome: 'harmless',
    forge: withETag((etag) => `W/${etag}`),
  }),
  'manifest/missing-etag': fault('There is no ETag.', {
    rules: ['M-22'],
    outcome: 'harmless',
    expected: 'computes the digest itself and goes on',
    forge: withETag(() => null),
  }),
  'manifest/foreign-address': fault('All addresses lead to another host.', {
    rules: ['M-04'],
    expected: 'never follows the addresses; whether it refuses the manifest for them is its own matter',
    forge: references((reference) => ({ ...reference, url: 'https://elsewhere.example/api/v1/deployments/x' })),
  }),
  'manifest/wrong-size': fault('Every size is wrong, and every digest is right.', {
    rules: ['DS-15'],
    outcome: 'harmless',
    forge: references((reference) => ({ ...reference, sizeBytes: 1 })),
  }),
  'manifest/unknown-member': fault('There is a member that nobody knows.', {
    rules: ['M-06'],
    outcome: 'harmless',
    forge: member('x-vendor-note', { text: 'hello' }),
  }),
  'manifest/prototype-member': fault('There is a member called __proto__.', {
    rules: ['M-06'],
    expected: 'refuses the manifest, or takes it for a member that it does not know',
    forge: (publication) => forgeText(publication, (text) => text.replace(/\}$/, ',"__proto__":{"deployments":[]}}')),
  }),
  'manifest/huge': fault('The manifest is padded to 2 MiB.', {
    rules: ['DS-19'],
    outcome: 'failed',
    expected: 'stops reading at a limit of its own and stays as it was',
    forge: (publication) => forgeText(publication, (text) => text.padEnd(2 * 1024 * 1024)),
  }),
  'manifest/truncated': fault('The text breaks off in the middle, and nothing else is wrong.', {
    rules: ['DS-19'],
    forge: (publication) => forgeText(publication, (text) => text.slice(0, text.length / 2)),
  }),
  'manifest/empty': fault('There is not a single byte.', {
    rules: ['DS-19'],
    forge: (publication) => forgeText(publication, () => ''),
  }),
  'manifest/not-json': fault('The manifest is YAML.', {
    rules: ['DS-06'],
    forge: (publication) =>
      forgeText(publication, () => `manifestVersion: ${publication.version}\nbundle: null\ndeployments: []\n`),
  }),
  'manifest/a-list': fault('The manifest is a list.', {
    rules: ['DS-06'],
    forge: (publication) => forgeText(publication, (text) => `[${text}]`),
  }),
  'manifest/byte-order-mark': fault('The manifest begins with a byte order mark, which JSON must not.', {
    rules: ['DS-30'],
    outcome: 'harmless',
    expected: 'may take no notice of it, but for the digest, which counts it',
    forge: async (publication) =>
      forgeryOf(publication, joined([Uint8Array.of(0xef, 0xbb, 0xbf), await correct(publication)])),
  }),
  'manifest/not-utf8': fault('There are bytes in the manifest that are no UTF-8.', {
    rules: ['DS-06'],
    forge: async (publication) =>
      forgeryOf(
        publication,
        joined([
          bytesOf('{"x-note":"'),
          Uint8Array.of(0xff, 0xfe),
          bytesOf('",'),
          (await correct(publication)).slice(1),
        ]),
      ),
  }),
  'manifest/nesting-bomb': fault('A member is nested 100,000 deep.', {
    rules: ['DS-19'],
    forge: (publication) =>
      forgeText(publication, (text) => text.replace(/\}$/, `,"x":${'['.repeat(100_000)}${']'.repeat(100_000)}}`)),
  }),
} satisfies Record<string, ForgedFault>;
