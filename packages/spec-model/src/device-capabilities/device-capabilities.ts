import type { ParseResult } from '../issue.js';
import type { Check } from '../reading/check.js';
import type { DocumentKind } from '../reading/document-kind.js';
import { parseQuantity } from '../placement/quantity.js';
import { type DocumentSource, readDocument, safeReadDocument } from '../reading/read-document.js';
import type { ReadLimits } from '../yaml/limits.js';
import { type DeviceCapabilitiesManifest, deviceCapabilitiesManifestSchema } from './schema.js';

const HOSTING = [
  'cpus',
  'memory',
  'storage',
  'peripherals',
  'interfaces',
  'otelCollector',
  'supportedRuntimes',
  'supportedDeploymentTypes',
] as const;

/** CP-02: all of what hosting needs, or none of it. */
const hostingCheck: Check<DeviceCapabilitiesManifest> = {
  needs: ['properties'],
  check: ({ properties }, report) => {
    const missing = HOSTING.filter((member) => properties[member] === undefined);
    if (missing.length > 0 && missing.length < HOSTING.length) {
      report('CP-02', ['properties'], `A device that hosts workloads also reports ${missing.join(', ')}.`);
    }
    if (properties.otelCollector === false) {
      report('CP-02', ['properties', 'otelCollector'], 'A device that hosts workloads runs a collector (CAP-06).');
    }
  },
};

const quantitiesCheck: Check<DeviceCapabilitiesManifest> = {
  needs: ['properties'],
  check: ({ properties }, report) => {
    for (const member of ['memory', 'storage'] as const) {
      const quantity = properties[member];
      if (quantity !== undefined && parseQuantity(quantity) === undefined) {
        report('CP-04', ['properties', member], `${member} is not an amount: ${JSON.stringify(quantity)}`);
      }
    }
  },
};

const customCheck: Check<DeviceCapabilitiesManifest> = {
  needs: ['properties', 'labels'],
  check: ({ properties, labels = {} }, report) => {
    const offers =
      properties.supportedDeploymentTypes?.includes('custom') || properties.supportedRuntimes?.includes('custom');
    if (offers && Object.keys(labels).length === 0)
      report('CP-06', ['properties'], 'The device offers custom without labels.');
  },
};

/** How a device capabilities manifest is read. */
export const DEVICE_CAPABILITIES_MANIFEST: DocumentKind<DeviceCapabilitiesManifest> = {
  name: 'DeviceCapabilitiesManifest',
  format: 'json',
  schema: deviceCapabilitiesManifestSchema,
  shapeRule: 'CP-00',
  readRule: 'CP-00',
  checks: [hostingCheck, quantitiesCheck, customCheck],
};

/** Reads a device capabilities manifest (1.0.0-rc.3) and gives it, or everything that is wrong with it. */
export const safeParseDeviceCapabilitiesManifest = (
  source: DocumentSource,
  limits?: ReadLimits,
): ParseResult<DeviceCapabilitiesManifest> => safeReadDocument(DEVICE_CAPABILITIES_MANIFEST, source, limits);

/** Reads a device capabilities manifest (1.0.0-rc.3). Throws a {@link DocumentError} with all issues. */
export const parseDeviceCapabilitiesManifest = (
  source: DocumentSource,
  limits?: ReadLimits,
): DeviceCapabilitiesManifest => readDocument(DEVICE_CAPABILITIES_MANIFEST, source, limits);
