import * as z from 'zod';
import type { ParseResult } from '../issue.js';
import type { DocumentKind } from '../reading/document-kind.js';
import { type DocumentSource, safeReadDocument } from '../reading/read-document.js';
import { members } from '../schema/members.js';
import type { ReadLimits } from '../yaml/limits.js';

/** Schema of a discovery document. */
export const discoveryDocumentSchema = members(
  {
    trustDomain: z
      .string()
      .regex(/^[a-z0-9._-]{1,255}$/)
      .meta({ description: 'Name of the trust domain.' }),
    trustBundleUri: z
      .string()
      .regex(/^https:\/\/[^/\s]+/)
      .meta({ description: 'https address of the trust bundle (TB-09).' }),
  },
  {
    id: 'DiscoveryDocument',
    description: 'Where the trust bundle of a trust domain is.',
    section: 'trust bundle and discovery',
    rule: 'TB-09',
  },
);

/** Where the trust bundle of a trust domain is. */
export type DiscoveryDocument = z.infer<typeof discoveryDocumentSchema>;

/** How a discovery document is read. */
export const DISCOVERY_DOCUMENT: DocumentKind<DiscoveryDocument> = {
  name: 'DiscoveryDocument',
  revision: 'rc3',
  format: 'json',
  schema: discoveryDocumentSchema,
  shapeRule: 'TB-09',
  readRule: 'TB-09',
  checks: [],
};

/** Reads a discovery document and gives it, or everything that is wrong with it. */
export const safeParseDiscoveryDocument = (
  source: DocumentSource,
  limits?: ReadLimits,
): ParseResult<DiscoveryDocument> => safeReadDocument(DISCOVERY_DOCUMENT, source, limits);
