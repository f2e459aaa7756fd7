/** Media types and artifact types of application packages and of their components, as the specification writes them. */
export const PACKAGE_MEDIA_TYPES = {
  /** An OCI image manifest. */
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  /** The config of an artifact that has none. */
  emptyConfig: 'application/vnd.oci.empty.v1+json',
  /** Artifact type of an application package. */
  application: 'application/vnd.margo.app.v1+json',
  /** The layer that holds the application description. */
  description: 'application/vnd.margo.app.description.v1+yaml',
  /** Artifact type of a Compose component. */
  composeComponent: 'application/vnd.org.margo.component.compose+json',
  /** The layer that holds the Compose Archive. */
  composeArchive: 'application/vnd.org.margo.component.compose.tar+gzip',
} as const;

/** Annotations of packages and components. */
export const PACKAGE_ANNOTATIONS = {
  /** The path of the file that a layer holds. */
  title: 'org.opencontainers.image.title',
  /** The version of what a layer holds. */
  version: 'org.opencontainers.image.version',
  /** The type of a component, which is `compose`. */
  componentType: 'org.margo.component.type',
  /** The version of a component, which is its tag and the revision that deployments name. */
  componentVersion: 'org.margo.component.version',
} as const;

/** The content that an empty config stands for: `{}`. */
export const EMPTY_CONFIG = {
  mediaType: PACKAGE_MEDIA_TYPES.emptyConfig,
  digest: 'sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a',
  size: 2,
} as const;

/** the prefix that packages had before 1.0.0-rc.3, and that components still have. */
const ORG_PREFIX = 'application/vnd.org.margo.';
const PREFIX = 'application/vnd.margo.';

/** The name of a type with the prefix that packages have now. */
export const withCurrentPrefix = (type: string): string =>
  type.startsWith(ORG_PREFIX) ? `${PREFIX}${type.slice(ORG_PREFIX.length)}` : type;

/** The file of the catalog that a layer of this media type holds; undefined where it holds none. */
export const fileOfMediaType = (mediaType: string): string | undefined =>
  /^application\/vnd\.margo\.app\.(icon|descriptionFile|licenseFile|releaseNotes)\.v1\+[a-z0-9][a-z0-9.+-]*$/.exec(
    withCurrentPrefix(mediaType),
  )?.[1];
