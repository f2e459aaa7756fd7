import * as z from 'zod';

/** Root members that said what a description is, until they were given up after 1.0.0-rc.2. */
export const headMembers = () => ({
  apiVersion: apiVersionSchema(),
  kind: z.literal('ApplicationDescription').meta({
    description: 'Says what the document is.',
    rule: 'AD-04',
    hint: 'Write kind: ApplicationDescription.',
  }),
});

/** The version that every revision before 1.0.0-rc.3 gives its descriptions. */
export const apiVersionSchema = () =>
  z.string().min(1).meta({
    description: 'Version of the document form.',
    rule: 'AD-03',
    hint: 'Write apiVersion: margo.org/v1-alpha1.',
  });
