import type { DocumentKind } from '../reading/document-kind.js';
import {
  componentsOfOldCheck,
  formOfOldCheck,
  requiredResourcesCheck,
} from '../rules/application-description/old-revisions.js';
import { lazily } from '../schema/lazily.js';
import { unchangedDescriptionRules } from './as-of-today.js';
import { type Rc2Description, rc2DescriptionSchema } from './rc2-description-schema.js';

/** Schema of an application description in 1.0.0-rc.2 as tagged in June 2026. */
export const rc2SignedDescriptionSchema = lazily(() => rc2DescriptionSchema());

/** What an application is and how it is deployed: `margo.yaml`, 1.0.0-rc.2 as tagged in June 2026. */
export type Rc2SignedDescription = Rc2Description;

/** How an application description of 1.0.0-rc.2 as tagged in June 2026 is read. */
export const RC2_SIGNED_DESCRIPTION: DocumentKind<Rc2SignedDescription> = {
  name: 'ApplicationDescription',
  revision: 'rc2-signed',
  format: 'yaml',
  get schema() {
    return rc2SignedDescriptionSchema();
  },
  shapeRule: 'AD-00',
  readRule: 'AD-01',
  checks: [
    formOfOldCheck,
    componentsOfOldCheck,
    requiredResourcesCheck,
    ...unchangedDescriptionRules('rc2-signed', 'at the top'),
  ],
};
