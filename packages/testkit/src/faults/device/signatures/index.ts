import { ALTERED_FAULTS } from './altered-faults.js';
import { FORM_FAULTS } from './form-faults.js';
import { SENDER_FAULTS } from './sender-faults.js';
import type { SignatureFault } from './signature-fault.js';

const ALL = { ...ALTERED_FAULTS, ...FORM_FAULTS, ...SENDER_FAULTS };

/** Names of the faults that a device can have in how it signs. */
export type SignatureFaultName = keyof typeof ALL;

/** The same with what they send. */
export const SIGNATURE_FAULTS: Readonly<Record<SignatureFaultName, SignatureFault>> = ALL;
