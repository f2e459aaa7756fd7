import { z } from 'zod';
import type { ParseResult } from '../issue.js';
import type { Check } from '../reading/check.js';
import type { DocumentKind } from '../reading/document-kind.js';
import { type DocumentSource, safeReadDocument } from '../reading/read-document.js';
import { members } from '../schema/members.js';
import type { ReadLimits } from '../yaml/limits.js';

/** Schema of a SPIFFE bundle: a JWK set. Unknown members and keys are for somebody else (TB-02, TB-19). */
export const spiffeBundleSchema = members(
  {
    spiffe_sequence: z.int().nonnegative().optional().meta({ description: 'Counts the changes of the bundle.' }),
    spiffe_refresh_hint: z.int().positive().optional().meta({ description: 'When to fetch again, in seconds.' }),
    keys: z
      .array(
        members(
          {
            use: z.string().optional().meta({ description: 'What the key is for; x509-svid marks an anchor.' }),
            x5c: z
              .array(z.string())
              .optional()
              .meta({ description: 'Base64 of the DER certificate, first entry only.' }),
          },
          { description: 'One key.' },
        ),
      )
      .meta({ description: 'Keys of the trust domain.' }),
  },
  { id: 'SpiffeBundle', description: 'The trust anchors of a trust domain.', rule: 'TB-10' },
);

/** The trust anchors of a trust domain, SPIFFE bundle format. */
export type SpiffeBundle = z.infer<typeof spiffeBundleSchema>;

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** Base64 of each certificate that a bundle offers as an anchor: first of `x5c`, use `x509-svid` (TB-19, TB-21). */
export const anchorsOf = ({ keys }: SpiffeBundle): string[] =>
  keys.flatMap(({ use, x5c }) => {
    const first = use === 'x509-svid' ? x5c?.[0] : undefined;
    return first !== undefined && BASE64.test(first) ? [first] : [];
  });

/** TB-11: a bundle without anchors would trust nobody, or be mistaken for one that trusts everybody. */
const anchorsCheck: Check<SpiffeBundle> = {
  needs: ['keys'],
  check: (bundle, report) => {
    if (anchorsOf(bundle).length === 0) report('TB-11', ['keys'], 'The bundle has no X.509 anchor.');
  },
};

/** How a SPIFFE bundle is read. */
export const SPIFFE_BUNDLE: DocumentKind<SpiffeBundle> = {
  name: 'SPIFFE bundle',
  format: 'json',
  schema: spiffeBundleSchema,
  shapeRule: 'TB-10',
  readRule: 'TB-10',
  checks: [anchorsCheck],
};

/** Reads a SPIFFE bundle and gives it, or everything that is wrong with it. One without anchors is refused (TB-11). */
export const safeParseSpiffeBundle = (source: DocumentSource, limits?: ReadLimits): ParseResult<SpiffeBundle> =>
  safeReadDocument(SPIFFE_BUNDLE, source, limits);
