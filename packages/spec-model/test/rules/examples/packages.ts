import {
  type ApplicationPackage,
  checkApplicationPackage,
  checkComposeComponent,
  type ComposeComponent,
} from '@margo-sdk/spec-model';
import { applicationPackage, composeComponent } from '../../application-package/packages.js';
import { archive, checkArchive } from '../../compose-archive/archive.js';
import { against, type Change, type ExamplesOf, found } from './example.js';

const inPackage = against((change: Change = () => {}) =>
  found(() => {
    const given = applicationPackage();
    change(given);
    return checkApplicationPackage(given as ApplicationPackage);
  }),
);
const inComponent = against((change: Change = () => {}) =>
  found(() => {
    const given = composeComponent();
    change(given);
    return checkComposeComponent(given as ComposeComponent);
  }),
);
const inArchive = against((change: Change = () => {}) =>
  found(() => {
    const given = archive();
    change(given);
    return checkArchive(given);
  }),
);

/** Rules of packages and components in a registry. */
export const PACKAGE_EXAMPLES: ExamplesOf<'PK'> = {
  'PK-01': inPackage(
    (p) => delete p.manifest.artifactType,
    (p) => (p.manifest.config.size = 3),
    (p) => (p.manifest = 'none'),
  ),
  'PK-02': inPackage(
    (p) => p.manifest.layers.shift(),
    (p) => (p.manifest.layers[1].mediaType = 'application/gzip'),
  ),
  'PK-03': inPackage(
    (p) => (p.tag = '2.0.0'),
    (p) => (p.tag = 'latest'),
  ),
  'PK-04': inPackage(
    (p) => p.manifest.layers.pop(),
    (p) => delete p.description.metadata.catalog.application,
  ),
  'PK-05': inPackage((p) => (p.manifest.artifactType = 'application/vnd.org.margo.app.v1+json')),
  'PK-06': inComponent(
    (c) => (c.manifest.layers = []),
    (c) => (c.manifest.artifactType = 'application/vnd.docker.compose.project'),
    (c) => (c.tag = '2.0.0'),
  ),
  'PK-07': inComponent(
    (c) => delete c.manifest.layers[0].annotations,
    (c) => (c.manifest.layers[0].annotations['org.margo.component.version'] = '2.0.0'),
  ),
};

/** Rules of Compose Archives. */
export const ARCHIVE_EXAMPLES: ExamplesOf<'CA'> = {
  'CA-01': inArchive(
    (a) => (a.entries = []),
    (a) => a.entries.push({ path: 'other/x', type: 'file' }),
  ),
  'CA-02': inArchive(
    (a) => (a.entries[2].path = 'app/compose.yml'),
    (a) => (a.compose = 'services: ['),
  ),
  'CA-03': inArchive((a) => a.entries.push({ path: '/etc/passwd', type: 'file' })),
  'CA-04': inArchive(
    (a) => a.entries.push({ path: 'app/../x', type: 'file' }),
    (a) => a.entries.push(a.entries[2]),
  ),
  'CA-05': inArchive((a) => a.entries.push({ path: 'app/x', type: 'symlink', linkTarget: '/etc' })),
  'CA-06': inArchive((a) => a.entries.push({ path: 'app/x', type: 'fifo' })),
  'CA-07': inArchive((a) => (a.entries[2].mode = 0o4755)),
  'CA-08': inArchive(
    (a) => (a.compose.services.web.env_file = 'other.env'),
    (a) => (a.compose.configs.web.file = '../x'),
  ),
  'CA-09': inArchive((a) => a.entries.push({ path: 'app/key.pem', type: 'file' })),
  'CA-10': inArchive(
    (a) => (a.options.componentName = 'other'),
    (a) => (a.compose.services.web.volumes = ['./conf:/conf']),
  ),
};
