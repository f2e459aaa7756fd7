import { MargoError, convertDocument, pathText, rewrite, type DocumentName } from '@margo-sdk/spec-model';
import type { ProfileFacts } from '../profiles/index.js';

/** Documents of 1.0.0-rc.3, as JSON text, in the form in which a fleet manager takes them. */
export interface WireDocuments {
  /** @throws MargoError `ERR_DOCUMENT_UNCONVERTIBLE` */
  capabilities(this: void, text: string): string;
  /** @throws MargoError `ERR_DOCUMENT_UNCONVERTIBLE` */
  status(this: void, text: string): string;
}

/** Leaves documents of the profile `rc3` to the byte as they are. */
const UNTOUCHED: WireDocuments = { capabilities: (text) => text, status: (text) => text };

/**
 * Says how documents are written in a profile.
 *
 * @param facts - of the profile
 * @param clientId - what the fleet manager calls the client; none in `rc3`
 */
export const wireDocuments = (facts: ProfileFacts, clientId: string | undefined): WireDocuments => {
  if (facts.revision === 'rc3') return UNTOUCHED;
  const convert = (kind: DocumentName, text: string): { text: string; value: object } => {
    const { text: written, value, report } = convertDocument(text, { kind, from: 'rc3', to: facts.revision });
    if (typeof value !== 'object' || value === null) throw unreadable(kind);
    // What stands there for the time being was made up, and must not be told as a fact.
    const [open] = report.decide;
    if (open !== undefined) throw undecided(kind, facts.revision, pathText(open.path), open.question);
    return { text: written, value };
  };

  return {
    capabilities: (text) => {
      const converted = convert('DeviceCapabilitiesManifest', text);
      if (!facts.capabilities.deviceIsClient || clientId === undefined) return converted.text;
      const { value } = converted;
      const properties = 'properties' in value && value.properties;
      const named = { ...(typeof properties === 'object' && properties), id: clientId };
      return rewrite(converted.text, { ...value, properties: named });
    },
    status: (text) => convert('DeploymentStatusManifest', text).text,
  };
};

const unreadable = (kind: DocumentName): MargoError =>
  new MargoError('ERR_DOCUMENT_UNCONVERTIBLE', `Expected a ${kind} as JSON text.`);

const undecided = (kind: DocumentName, to: string, path: string, question: string): MargoError =>
  new MargoError('ERR_DOCUMENT_UNCONVERTIBLE', `This ${kind} has no form in ${to}. At ${path}: ${question}`, {
    hint: 'Report what that revision can say, or move this device to a fleet manager that speaks rc3.',
  });
