import * as z from 'zod';
import { PATTERNS } from '../identifiers/patterns.js';
import { members } from '../schema/members.js';

const unknown = { rule: 'AD-31' } as const;
const text = (description: string) => z.string().meta({ description });

const catalogSchema = members(
  {
    application: members(
      {
        descriptionFile: text('Path of a markdown file about the application.').optional(),
        icon: text('Path of an icon.').optional(),
        licenseFile: text('Path of the licence: text, markdown or PDF.').optional(),
        releaseNotes: text('Path of the release notes: markdown or PDF.').optional(),
        site: text('Address of a web page about the application.').optional(),
        tagline: text('One line that says what the application is for.').optional(),
        tags: z.array(z.string()).optional().meta({ description: 'Words to find the application by.' }),
      },
      { description: 'The application as a catalog shows it.', unknown },
    ).optional(),
    author: z
      .array(
        members(
          {
            name: text('Name of the author.').optional(),
            email: z.string().regex(PATTERNS.email).optional().meta({ description: 'Email address.', rule: 'AD-11' }),
          },
          { description: 'A person who wrote the application.', unknown },
        ),
      )
      .optional()
      .meta({ description: 'Who wrote the application.' }),
    organization: z
      .array(
        members(
          { name: text('Name of the organization.'), site: text('Its web page.').optional() },
          { description: 'An organization behind the application.', unknown },
        ),
      )
      .min(1)
      .meta({ description: 'Who stands behind the application.', rule: 'AD-10' }),
  },
  { description: 'What a catalog shows.', rule: 'AD-10', unknown },
);

/** Id of an application; its place in the description changed, its form never did. */
export const applicationIdSchema = z
  .string()
  .regex(PATTERNS.applicationId)
  .meta({ description: 'Id of the application, the same for all its versions.', rule: 'AD-06' });

/** Members of metadata that every revision has. */
export const metadataMembers = {
  name: z.string().meta({ description: 'Name for people.', rule: 'AD-08' }),
  description: text('What the application does.').optional(),
  version: z.string().meta({ description: 'Version of the application; also the tag of its package.', rule: 'AD-08' }),
  catalog: catalogSchema,
};
