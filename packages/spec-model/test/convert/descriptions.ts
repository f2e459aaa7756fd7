import { type ConversionDecisions, convertValue, type Revision } from '@margo-sdk/spec-model';
import { description, type Loose } from '../documents.js';

/** An application description, brought to rc3. */
export const upgrade = (document: Loose, from: Revision, decisions: ConversionDecisions = {}): Loose =>
  convertValue('ApplicationDescription', document, from, 'rc3', decisions);

/** An application description of rc3, brought back to rc2-signed. */
export const downgrade = (document: Loose, decisions: ConversionDecisions = {}): Loose =>
  convertValue('ApplicationDescription', document, 'rc3', 'rc2-signed', decisions);

/** A description with one profile. */
export const withProfile = (profile: Loose): Loose => ({ ...description(), deploymentProfiles: [profile] });
