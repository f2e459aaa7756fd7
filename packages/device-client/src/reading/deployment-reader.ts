import { profileFacts, type WireProfile } from '@margo-sdk/protocol';
import {
  APPLICATION_DEPLOYMENT,
  convertValue,
  createReadCache,
  type ApplicationDeployment,
  type ConversionDecisions,
  type Digest,
  type DocumentKind,
  type ParseResult,
  type Revision,
} from '@margo-sdk/spec-model';

/**
 * Answers what a deployment of an older revision leaves open: where its Compose packages are as OCI artefacts (D-16).
 * Asked whenever the document is read, so it has to give the same answers each time.
 *
 * @param deployment - what the document says, not checked
 */
export type DecideConversion = (deployment: unknown) => ConversionDecisions;

/** What {@link createDeploymentReader} needs. */
export interface DeploymentReaderOptions {
  /** What the fleet manager speaks. Default: `rc3`. */
  readonly profile?: WireProfile | undefined;
  /** The device that a document is for that names none (D-12). */
  readonly deviceId?: (() => Promise<string>) | undefined;
  readonly decide?: DecideConversion | undefined;
}

/**
 * Reads a deployment, and gives it as 1.0.0-rc.3 has it, whatever the fleet manager speaks: nothing else on a device
 * knows of other revisions. It is read once and shared by all who ask; nobody can change it.
 *
 * @param digest - of the bytes, verified
 * @param origin - `fetched`: it has to be in the revision that the fleet manager speaks. `held`: it was accepted before,
 *   maybe when this fleet manager or another one spoke an older profile
 */
export type DeploymentReader = (
  digest: Digest,
  bytes: Uint8Array,
  origin: 'fetched' | 'held',
) => Promise<ParseResult<ApplicationDeployment>>;

/** The oldest revision of any profile; what leads from there to 1.0.0-rc.3 leads there from all others too. */
const OLDEST: Revision = 'pr1';

/** Makes the one reader of deployments of a device. */
export const createDeploymentReader = ({
  profile = 'rc3',
  deviceId,
  decide,
}: DeploymentReaderOptions): DeploymentReader => {
  const { revision } = profileFacts(profile);
  const current = createReadCache();
  // Apart, since what counts as read is another thing.
  const converted = createReadCache();

  const readOlder = async (
    from: Revision,
    digest: Digest,
    bytes: Uint8Array,
  ): Promise<ParseResult<ApplicationDeployment>> => {
    const own = deviceId === undefined ? {} : { deviceId: await deviceId() };
    return converted.read(
      convertedKind(from, (value) => ({ ...own, ...decide?.(value) })),
      digest,
      bytes,
    );
  };

  return async (digest, bytes, origin) => {
    if (revision !== APPLICATION_DEPLOYMENT.revision) return readOlder(revision, digest, bytes);
    const result = current.read(APPLICATION_DEPLOYMENT, digest, bytes);
    if (result.ok || origin === 'fetched') return result;
    const older = await readOlder(OLDEST, digest, bytes);
    return older.ok ? older : result;
  };
};

/** How a deployment is read that is brought to 1.0.0-rc.3 first, and then held to its rules. */
const convertedKind = (from: Revision, decide: DecideConversion): DocumentKind<ApplicationDeployment> => ({
  ...APPLICATION_DEPLOYMENT,
  tolerate: (before, report) => {
    const { name, revision, shapeRule, tolerate } = APPLICATION_DEPLOYMENT;
    const { value, steps } = convertValue(name, before, from, revision, decide(before));
    for (const step of steps)
      if (step.kind === 'decide' && NEEDED.has(step.delta))
        report(shapeRule, step.path, step.question, step.suggestion === undefined ? {} : { hint: step.suggestion });
    const after = value as Record<string, unknown>;
    return tolerate?.(after, report) ?? after;
  },
});

/** Questions without whose answers a deployment of 1.0.0-rc.3 says too little: its device, and where components are. */
const NEEDED: ReadonlySet<string> = new Set(['D-12', 'D-16']);
