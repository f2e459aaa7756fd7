import * as z from 'zod';
import { lazily } from '../schema/lazily.js';

/** A certificate as onboarding writes it. Lines may be broken, as many tools do. */
export const certificateSchema = lazily(() =>
  z
    .string()
    .regex(/^[A-Za-z0-9+/\s]+={0,2}\s*$/)
    .meta({
      description: 'X.509 certificate in base64.',
      hint: 'Write the base64 of the certificate and nothing else.',
    }),
);
