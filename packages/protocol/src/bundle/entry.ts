import { MargoError, parseDeploymentId } from '@margo-sdk/spec-model';

/** One ApplicationDeployment in a bundle. */
export interface BundleEntry {
  /** The deployment's UUID; names the file. */
  readonly deploymentId: string;
  /** The very bytes whose digest the manifest gives. */
  readonly bytes: Uint8Array;
}

/**
 * The name of a deployment's file. UUIDs compare without case (RFC 9562 §4), and so do some file systems; the file
 * names therefore have none.
 *
 * @throws MargoError `ERR_DEPLOYMENT_ID_INVALID`
 */
export const fileNameOf = (deploymentId: string): string => `${parseDeploymentId(deploymentId).toLowerCase()}.yaml`;

/**
 * Puts files in the order in which they are packed.
 *
 * @throws MargoError `ERR_BUNDLE_EMPTY` or `ERR_BUNDLE_DUPLICATE`
 */
export const inOrder = <File extends { readonly name: string }>(files: readonly File[]): readonly File[] => {
  if (files.length === 0)
    throw new MargoError('ERR_BUNDLE_EMPTY', 'A bundle needs at least one deployment, got none.', {
      hint: 'Set `bundle` of the manifest to null when there are no deployments.',
    });
  const sorted = files.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const twice = sorted.find(({ name }, index) => name === sorted[index + 1]?.name);
  if (twice !== undefined)
    throw new MargoError('ERR_BUNDLE_DUPLICATE', `A bundle holds each deployment once, got ${twice.name} twice.`);
  return sorted;
};
