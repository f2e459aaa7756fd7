import {
  checkDocument,
  convertDocument,
  convertValue,
  deploymentIdSchema,
  deviceTargetSchema,
  DocumentError,
  MargoError,
  refusedByWriters,
  type CheckedDocument,
  type ConversionReport,
  type DeploymentId,
  type DeviceTarget,
  type LostStep,
  type Revision,
} from '@margo-sdk/spec-model';
import type { PublishedDeployment } from '../store/fleet-store.js';

/**
 * Decides whether a deployment may be published although the revision of the profile has no place for all that it says,
 * for example for its `deviceConstraints`, so that no device gets to know it (M-66).
 */
export type ConversionLossPolicy = (deploymentId: DeploymentId, lost: readonly LostStep[]) => boolean;

/** The policy of whoever says nothing: what is published arrives whole, or not at all. */
export const acceptNoLoss: ConversionLossPolicy = () => false;

/** The revision to publish in, and what is to be known for it. */
export interface RevisionForm {
  readonly revision: Revision;
  readonly acceptLoss: ConversionLossPolicy;
  /** The device that a document is for which names none, as the older revisions allow. */
  readonly deviceOfNameless: () => DeviceTarget | Promise<DeviceTarget>;
}

/** A document in the form of a revision. */
export interface FormedDeployment extends Omit<PublishedDeployment, 'digest'> {
  /** The very bytes that were given, if they are in that form already. */
  readonly bytes: Uint8Array;
}

const KIND = 'ApplicationDeployment';

/**
 * Brings a deployment to the revision that a client reads. What is in it already is never touched (DS-31).
 *
 * @param kind - how messages call the document
 * @throws DocumentError `ERR_DOCUMENT_INVALID`: the document is not valid, or would not be once it is converted
 * @throws MargoError `ERR_CONVERSION_UNKNOWN`, `ERR_CONVERSION_UNDECIDED`, `ERR_CONVERSION_LOSS`
 */
export const inRevision = async (bytes: Uint8Array, kind: string, form: RevisionForm): Promise<FormedDeployment> => {
  const { revision: from, result } = asOf(form.revision, bytes) ?? checkDocument(bytes, { kind: KIND });
  if (!result.ok) throw new DocumentError(kind, result.issues);
  const refused = refusedByWriters(result.issues);
  if (refused.length > 0) throw new DocumentError(kind, refused);
  const facts = factsOf(convertValue(KIND, result.value, from, 'rc3').value);
  const published = { ...facts, deviceId: facts.deviceId ?? (await form.deviceOfNameless()) };
  if (from === form.revision) return { ...published, bytes };

  const { text, report, issues, ok } = convertDocument(bytes, {
    ...{ kind: KIND, from, to: form.revision },
    decisions: { deviceId: published.deviceId },
  });
  refuseUndecided(kind, report, form.revision);
  if (!ok) throw new DocumentError(`${kind}, converted to ${form.revision}`, issues);
  // The target is not lost where a client is one device: the manager keeps it. One that is behind another device would
  // be: the gateway would run the deployment itself.
  const isBehind = published.deviceId.includes('/');
  const lost = report.lost.filter(({ path }) => isBehind || path.join('.') !== 'metadata.deviceId');
  if (lost.length > 0 && !form.acceptLoss(facts.deploymentId, lost)) throw lossOf(kind, lost, form.revision);
  return { ...published, bytes: new TextEncoder().encode(text) };
};

/** Tells whether bytes can be published in a revision as they are. */
export const isOfRevision = (bytes: Uint8Array, revision: Revision): boolean => asOf(revision, bytes) !== undefined;

/**
 * A document as one of a revision, if it is one. Readers put up with forms of other revisions and say so; such a document
 * is one only when nothing gives it away as another's.
 */
const asOf = (revision: Revision, bytes: Uint8Array): CheckedDocument | undefined => {
  const own = checkDocument(bytes, { kind: KIND, revision });
  if (!own.result.ok || refusedByWriters(own.result.issues).length > 0) return undefined;
  const isPlain = own.result.issues.length === 0;
  return isPlain || checkDocument(bytes, { kind: KIND }).revision === revision ? own : undefined;
};

interface DeploymentFacts {
  readonly deploymentId: DeploymentId;
  readonly deviceId?: DeviceTarget;
  readonly components: readonly string[];
}

/**
 * What is kept of a document, whatever revision it came in. It was checked, so all of this is there, but for the device:
 * where a revision does not know it, anything may stand in its place.
 */
const factsOf = (value: unknown): DeploymentFacts => {
  const { id, metadata, spec } = value as {
    readonly id: unknown;
    readonly metadata: { readonly deviceId?: unknown };
    readonly spec: { readonly deploymentProfile: { readonly components: readonly { readonly name: string }[] } };
  };
  const target = deviceTargetSchema.safeParse(metadata.deviceId);
  return {
    deploymentId: deploymentIdSchema.parse(id),
    ...(target.success && { deviceId: target.data }),
    components: spec.deploymentProfile.components.map(({ name }) => name),
  };
};

/** What only a person can say must not be made up, and half a document must not travel. */
const refuseUndecided = (kind: string, { decide }: ConversionReport, revision: Revision): void => {
  const [first] = decide;
  if (first !== undefined)
    throw new MargoError(
      'ERR_CONVERSION_UNDECIDED',
      `${kind} cannot be brought to ${revision} without an answer to: ${first.question}`,
      {
        hint: 'Convert it with convertDocument, giving the answers in decisions, and publish what that gives.',
      },
    );
};

const lossOf = (kind: string, lost: readonly LostStep[], revision: Revision): MargoError =>
  new MargoError(
    'ERR_CONVERSION_LOSS',
    `${kind} says what ${revision} has no place for: ${lost.map(({ path }) => path.join('.')).join(', ')}.`,
    {
      hint: 'Leave that out, publish the document in the revision of the profile, or allow the loss with acceptConversionLoss.',
    },
  );
