import type { Loose } from '../../documents.js';
import { against, description, type ExamplesOf, older, text } from './example.js';

const broken = against(description);
const component = (d: Loose): Loose => d.deploymentProfiles[0].components[0];
const files = (d: Loose, application: Loose): void => void (d.metadata.catalog.application = application);

const asksForOther = (d: Loose): void =>
  void (d.deploymentProfiles[0].deviceConstraints = {
    capacityRequirements: { cpu: { cores: 1, architectures: ['other'] } },
  });

/** Rules of application descriptions. */
export const DESCRIPTION_EXAMPLES: ExamplesOf<'AD'> = {
  'AD-00': broken((d) => delete d.metadata),
  'AD-01': {
    fails: [
      text('ApplicationDescription', 'id: a\nid: b'),
      text('ApplicationDescription', '- id: a'),
      text('ApplicationDescription', 'a: 1\n---\nb: 2'),
    ],
    passes: [text('ApplicationDescription', 'id: a'), description()],
  },
  'AD-02': broken(
    (d) => (d.apiVersion = 'v2'),
    (d) => delete d.apiVersion,
  ),
  'AD-03': {
    fails: [older('pr1', (d) => (d.apiVersion = '')), older('rc2-signed', (d) => (d.apiVersion = 'v1'))],
    passes: [older('predraft-2024-10'), older('rc2-mtls')],
  },
  'AD-04': {
    fails: [older('predraft-2024-10', (d) => (d.kind = 'Chart')), older('pr1', (d) => (d.kind = 'application'))],
    passes: [older('predraft-2024-10'), older('pr1')],
  },
  'AD-05': broken(
    (d) => (d.kind = 'ApplicationDescription'),
    (d) => (d.kind = 'application'),
  ),
  'AD-06': broken(
    (d) => (d.id = 'App'),
    (d) => (d.id = 'a'.repeat(201)),
    (d) => delete d.id,
  ),
  'AD-07': {
    fails: [description((d) => (d.id = '-')), description((d) => (d.id = 'a'.repeat(64)))],
    passes: [description((d) => (d.id = 'a'.repeat(63)))],
  },
  'AD-08': broken(
    (d) => (d.metadata.version = 1.5),
    (d) => (d.metadata.name = true),
  ),
  'AD-09': broken((d) => (d.metadata.version = '1.0.0+1')),
  'AD-10': broken(
    (d) => delete d.metadata.catalog,
    (d) => (d.metadata.catalog.organization = []),
    (d) => (d.metadata.catalog.organization = [{ site: 'https://example.com' }]),
  ),
  'AD-11': {
    fails: [description((d) => (d.metadata.catalog.author = [{ email: 'nobody' }]))],
    passes: [description((d) => (d.metadata.catalog.author = [{ email: 'a@example.com' }]))],
  },
  'AD-12': {
    fails: [
      description((d) => files(d, { icon: '../icon.png' })),
      description((d) => files(d, { descriptionFile: 'about.txt' })),
    ],
    passes: [description((d) => files(d, { icon: './icon.png', descriptionFile: 'about.md' }))],
  },
  'AD-13': broken(
    (d) => (d.deploymentProfiles = []),
    (d) => delete d.deploymentProfiles,
  ),
  'AD-14': broken(
    (d) => delete d.deploymentProfiles[0].id,
    (d) => (d.deploymentProfiles[1].id = 'app-helm'),
  ),
  'AD-15': broken((d) => (d.deploymentProfiles[0].type = 'helm.v3')),
  'AD-16': broken((d) => (d.deploymentProfiles[0].components = [])),
  'AD-17': broken((d) => (component(d).name = 'org.example')),
  'AD-18': broken((d) => (component(d).name = 'server')),
  'AD-19': broken((d) => (d.deploymentProfiles[1].components[0].name = 'server')),
  'AD-20': broken(
    (d) => (component(d).properties.repository = 'https://r.example/db'),
    (d) => (component(d).properties.repository = 'oci://r.example/db:1'),
    (d) => (component(d).properties.revision = 'v1.0.0'),
    (d) => (component(d).properties.revision = 1.5),
  ),
  'AD-21': broken((d) => (component(d).properties.keyLocation = 'https://r.example/key.asc')),
  'AD-22': {
    fails: [
      older('pr1', (d) => delete component(d).properties.repository),
      older('predraft-2024-10', (d) => delete d.deploymentProfiles[1].components[0].properties.packageLocation),
    ],
    passes: [older('predraft-2024-10'), older('pr1'), older('rc2-signed')],
  },
  'AD-23': broken(
    (d) => (component(d).properties.timeout = '5m'),
    (d) => (component(d).properties.timeout = '0m0s'),
  ),
  'AD-24': broken((d) => (component(d).properties.wait = 'true')),
  'AD-25': broken((d) => (d.deploymentProfiles[1].components[0].properties.wait = true)),
  'AD-26': {
    fails: [older('pr1', (d) => delete d.deploymentProfiles[1].components[0].properties.keyLocation)],
    passes: [older('predraft-2024-10'), older('pr1'), older('rc2-signed')],
  },
  'AD-27': broken((d) => d.deploymentProfiles.pop()),
  'AD-28': {
    fails: [
      older('pr1', (d) => (d.deploymentProfiles[0].requiredResources.memory = '1 GB')),
      older('rc2-signed', (d) => (d.deploymentProfiles[0].requiredResources.cpu.cores = 0)),
    ],
    passes: [older('pr1'), older('rc2-signed'), older('rc2-mtls')],
  },
  'AD-29': broken((d) => (d.deploymentProfiles[0].requiredResources = {})),
  'AD-30': {
    fails: [description((d) => asksForOther(d))],
    passes: [description((d) => (asksForOther(d), (d.deploymentProfiles[0].description = 'Needs a Kalray MPPA.')))],
  },
  'AD-31': broken((d) => (d.metadata.descripton = 'x')),
  'AD-32': {
    fails: [description((d) => (d['x-placeholder-extensions'] = {}))],
    passes: [description((d) => (d['x-example-extensions'] = {}))],
  },
};

/** Rules of extensions. */
export const EXTENSION_EXAMPLES: ExamplesOf<'EX'> = {
  'EX-01': {
    fails: [
      description((d) => (d['x-example-extensions'] = 'yes')),
      description((d) => (d['x-Example-extensions'] = {})),
      description((d) => (d['x-extensions'] = {})),
      description((d) => (d.metadata['x-example-extensions'] = {})),
    ],
    passes: [description((d) => (d['x-example-extensions'] = { a: 1 }))],
  },
};
