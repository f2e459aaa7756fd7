import type * as z from 'zod';
import type { DocumentKind } from '../reading/document-kind.js';
import { members } from '../schema/members.js';
import { certificateSchema } from './certificate-schema.js';
import { lazily } from '../schema/lazily.js';

/** Schema of the certificate by which a device knows its fleet manager. */
export const caCertificateSchema = lazily(() =>
  members(
    { certificate: certificateSchema().meta({ description: 'Certificate of the root authority, X.509 in base64.' }) },
    {
      description: 'The certificate by which a device knows its fleet manager.',
      section: 'device onboarding',
      rule: 'OR-00',
      unknown: { rule: 'OR-00' },
    },
  ),
);

/** The certificate by which a device knows its fleet manager: preview release 1, and 1.0.0-rc.2 with signatures. */
export type CACertificate = z.infer<ReturnType<typeof caCertificateSchema>>;

/** How the certificate of a root authority is read. */
export const CA_CERTIFICATE: DocumentKind<CACertificate> = {
  name: 'CACertificate',
  revision: 'rc2-signed',
  format: 'json',
  get schema() {
    return caCertificateSchema();
  },
  shapeRule: 'OR-00',
  readRule: 'OR-00',
  checks: [],
};
