import {
  DEPLOYMENT_TYPES,
  DEVICE_CAPABILITIES_MANIFEST,
  RUNTIMES,
  safeReadDocument,
  type DeviceCapabilitiesManifest,
  type ParseResult,
  type ReadLimits,
} from '@margo-sdk/spec-model';

type Mapping = Readonly<Record<string, unknown>>;

/** Reads capabilities; a runtime or deployment type that this revision does not know counts as `custom` (CAP-12, M-13). */
export const readCapabilities = (bytes: Uint8Array, limits: ReadLimits): ParseResult<DeviceCapabilitiesManifest> =>
  safeReadDocument({ ...DEVICE_CAPABILITIES_MANIFEST, tolerate: withoutUnknownOffers }, bytes, limits);

const withoutUnknownOffers = (document: Mapping): Record<string, unknown> => {
  // Only a mapping can have lists by these names; whatever else stands there stays, for the schema to refuse.
  const properties = document['properties'] as Mapping | null | undefined;
  const { supportedRuntimes: runtimes, supportedDeploymentTypes: types } = properties ?? {};
  if (!Array.isArray(runtimes) && !Array.isArray(types)) return { ...document };
  return {
    ...document,
    properties: {
      ...properties,
      ...(Array.isArray(runtimes) && { supportedRuntimes: asKnown(runtimes, RUNTIMES) }),
      ...(Array.isArray(types) && { supportedDeploymentTypes: asKnown(types, DEPLOYMENT_TYPES) }),
    },
  };
};

/** What is no string stays, for the schema to refuse. */
const asKnown = (offers: readonly unknown[], known: readonly string[]): unknown[] => [
  ...new Set(offers.map((offer) => (typeof offer !== 'string' || known.includes(offer) ? offer : 'custom'))),
];
