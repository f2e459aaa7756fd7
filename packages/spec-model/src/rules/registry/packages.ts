import { since } from '../../revisions/revision.js';
import type { Rules } from '../rule.js';

const PACKAGE = 'application registry';
const COMPONENT = 'component registry';
const ARCHIVE = 'compose archive';

/** Rules of application packages (PK) and Compose Archives (CA). */
export const PACKAGE_RULES = {
  'PK-01': {
    severity: 'error',
    revisions: since('pr1'),
    section: PACKAGE,
    message: 'A package is an OCI image manifest with the artifact type of applications and the empty config.',
    hint: 'Push the package as an OCI artifact, for example with oras push --artifact-type.',
  },
  'PK-02': {
    severity: 'error',
    revisions: since('pr1'),
    section: PACKAGE,
    message:
      'One layer is the description, and every other one an icon, a description file, a licence or release notes.',
    hint: 'Give each layer one of the media types that packages have.',
  },
  'PK-03': {
    severity: 'error',
    revisions: since('pr1'),
    section: PACKAGE,
    message: 'The tag of a package is the version of its description.',
    hint: 'Tag the package with metadata.version.',
  },
  'PK-04': {
    severity: 'error',
    revisions: since('pr1'),
    section: PACKAGE,
    message: 'Each file that the catalog names is a layer of the package, titled with the path of the file.',
    hint: 'Set the annotation org.opencontainers.image.title of the layer to the path as the description has it.',
  },
  'PK-05': {
    severity: 'warning',
    revisions: since('rc3'),
    section: PACKAGE,
    message:
      'Media types of packages begin with application/vnd.margo; application/vnd.org.margo is read and not written.',
    hint: 'Push the package again with the current types.',
  },
  'PK-06': {
    severity: 'error',
    revisions: since('rc2-mtls'),
    section: COMPONENT,
    message:
      'A Compose component is an OCI artifact of its own type with one Compose Archive, tagged with its revision.',
    hint: 'Push the archive with oras push; docker compose publish makes something else.',
  },
  'PK-07': {
    severity: 'error',
    revisions: since('rc2-mtls'),
    section: COMPONENT,
    message: 'Annotations of a Compose component say that it is compose, and which version it has.',
    hint: 'Annotate the layer with org.margo.component.type and org.margo.component.version.',
  },
  'CA-01': {
    severity: 'error',
    revisions: since('rc2-mtls'),
    section: ARCHIVE,
    message: 'An archive holds one top-level directory, and nothing beside it.',
    hint: 'Put all files into one directory, named like the component.',
  },
  'CA-02': {
    severity: 'error',
    revisions: since('rc2-mtls'),
    section: ARCHIVE,
    message: 'The top-level directory holds a readable compose.yaml, spelled like this.',
    hint: 'Call the Compose file compose.yaml and put it right below the top-level directory.',
  },
  'CA-03': {
    severity: 'error',
    revisions: since('rc2-mtls'),
    section: ARCHIVE,
    message: 'No path in an archive is absolute.',
  },
  'CA-04': {
    severity: 'error',
    revisions: since('rc2-mtls'),
    section: ARCHIVE,
    message: 'A path names one place below the directory on every system: no .. parts, no odd characters, no twins.',
  },
  'CA-05': {
    severity: 'error',
    revisions: since('rc2-mtls'),
    section: ARCHIVE,
    message: 'Links stay inside the top-level directory, and nothing is unpacked through one.',
  },
  'CA-06': {
    severity: 'error',
    revisions: since('rc2-mtls'),
    section: ARCHIVE,
    message: 'An archive holds files, directories and links; no devices, pipes or anything else.',
  },
  'CA-07': {
    severity: 'error',
    revisions: since('rc2-mtls'),
    section: ARCHIVE,
    message: 'No entry has the setuid, setgid or sticky bit.',
    hint: 'Pack with plain permissions, for example with tar --mode=u=rwX,go=rX.',
  },
  'CA-08': {
    severity: 'error',
    revisions: since('rc2-mtls'),
    section: ARCHIVE,
    message: 'Each env_file and each file of configs is in the archive, by a relative path that stays inside.',
    hint: 'Put the file next to compose.yaml and name it relative to that.',
  },
  'CA-09': {
    severity: 'error',
    revisions: since('rc2-mtls'),
    section: ARCHIVE,
    message: 'Files of secrets are not in the archive.',
    hint: 'Remove the file; whoever runs the device provides it.',
  },
  'CA-10': {
    severity: 'warning',
    revisions: since('rc2-mtls'),
    section: ARCHIVE,
    message: 'The top-level directory is named like the component, and sources of bind mounts are not in the archive.',
  },
} as const satisfies Rules;
