import type { ParseResult } from '../issue.js';
import type { DocumentKind } from '../reading/document-kind.js';
import { type DocumentSource, readDocument, safeReadDocument } from '../reading/read-document.js';
import { hostingCheck } from '../rules/device-capabilities/hosting.js';
import { customCheck, labelNamesCheck } from '../rules/device-capabilities/labels.js';
import { olderNamesCheck } from '../rules/device-capabilities/older-names.js';
import { quantitiesCheck } from '../rules/device-capabilities/quantities.js';
import type { ReadLimits } from '../yaml/limits.js';
import { type DeviceCapabilitiesManifest, deviceCapabilitiesManifestSchema } from './schema.js';
import { tolerateNames } from './tolerate.js';

/** How a device capabilities manifest is read. */
export const DEVICE_CAPABILITIES_MANIFEST: DocumentKind<DeviceCapabilitiesManifest> = {
  name: 'DeviceCapabilitiesManifest',
  revision: 'rc3',
  format: 'json',
  schema: deviceCapabilitiesManifestSchema,
  shapeRule: 'CP-00',
  readRule: 'CP-00',
  tolerate: tolerateNames,
  checks: [olderNamesCheck(['cpu', 'roles', 'resources']), hostingCheck, quantitiesCheck, labelNamesCheck, customCheck],
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
