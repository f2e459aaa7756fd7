import {
  readYaml,
  safeParseDeploymentStatusManifest,
  type DeploymentId,
  type DeploymentStatusManifest,
  type ParseResult,
} from '@margo-sdk/spec-model';
import type { HandlerContext } from './handler.js';
import { readBody } from './read-body.js';

/** Reads a status report, in the revision of the profile. */
export const readStatus = (
  bytes: Uint8Array,
  context: HandlerContext,
): Promise<ParseResult<DeploymentStatusManifest>> =>
  readBody(bytes, {
    kind: 'DeploymentStatusManifest',
    revision: context.facts.revision,
    maxBytes: context.limits.maxBodyBytes,
    parse: safeParseDeploymentStatusManifest,
    complete: async (value) => {
      const { deploymentId, status } = value as { readonly deploymentId: DeploymentId; readonly status: Failing };
      const name = status.error && !status.error.source ? await nameOf(deploymentId, context) : undefined;
      return {
        decisions: {
          adoptedManifestVersion: await adoptedVersion(context),
          ...(name !== undefined && { deploymentName: name }),
        },
      };
    },
  });

interface Failing {
  readonly error?: { readonly source?: string };
}

/**
 * The manifest that a client has adopted which does not say so: the one that it was given last. After a restart that is
 * not known any more, and the one in force is taken; a poll sets it right (M-62).
 */
const adoptedVersion = async ({ store, caller, served }: HandlerContext): Promise<bigint> => {
  const newest = (await store.latestManifest(caller))?.version ?? FIRST_VERSION;
  const last = served?.get(caller);
  return last !== undefined && last < newest ? last : newest;
};

/** Nothing was published yet, so nothing can be reported on, and the report is refused for that. */
const FIRST_VERSION = 1n;

/** What errors of a deployment as a whole speak of: the name among its metadata. */
const nameOf = async (deploymentId: DeploymentId, { store, caller }: HandlerContext): Promise<string | undefined> => {
  const published = (await store.history(caller, deploymentId)).findLast(({ deployment }) => deployment !== null);
  const artefact = published?.deployment && (await store.artefact(caller, published.deployment.digest));
  const read = artefact && readYaml(new TextDecoder().decode(artefact.bytes));
  if (!read?.ok) return deploymentId;
  const { metadata } = read.document.value as { readonly metadata: { readonly name: string } };
  return metadata.name;
};
