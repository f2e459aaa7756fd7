import type { DocumentKind } from '../reading/document-kind.js';
import {
  ociComponentsCheck,
  formOfOldCheck,
  requiredResourcesCheck,
} from '../rules/application-description/old-revisions.js';
import { lazily } from '../schema/lazily.js';
import { unchangedDescriptionRules } from './as-of-today.js';
import { type Rc2Description, rc2DescriptionSchema } from './rc2-description-schema.js';

/** Schema of an application description in July and August 2026, between 1.0.0-rc.2 and 1.0.0-rc.3. */
export const rc2MtlsDescriptionSchema = lazily(() => rc2DescriptionSchema({ oci: true }));

/** What an application is and how it is deployed: `margo.yaml`, July and August 2026, between 1.0.0-rc.2 and 1.0.0-rc.3. */
export type Rc2MtlsDescription = Rc2Description;

/** How an application description of July and August 2026, between 1.0.0-rc.2 and 1.0.0-rc.3 is read. */
export const RC2_MTLS_DESCRIPTION: DocumentKind<Rc2MtlsDescription> = {
  name: 'ApplicationDescription',
  revision: 'rc2-mtls',
  format: 'yaml',
  get schema() {
    return rc2MtlsDescriptionSchema();
  },
  shapeRule: 'AD-00',
  readRule: 'AD-01',
  checks: [
    formOfOldCheck,
    ociComponentsCheck,
    requiredResourcesCheck,
    ...unchangedDescriptionRules('rc2-mtls', 'at the top'),
  ],
};
