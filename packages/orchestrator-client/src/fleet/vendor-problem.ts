import { MargoError } from '@margo-sdk/spec-model';

/**
 * What a fleet manager adds to a problem for which Margo has no type: a type of its own instead of `about:blank`, and
 * members that say more (PT-04).
 */
export interface VendorProblem {
  /** `https` URI under a domain of the vendor's own, never Margo's (PT-05, PT-06). Permanent: devices may know it. */
  readonly type?: string;
  /** Title that goes with it. Needed with a type, which stands for nothing without one. */
  readonly title?: string;
  /** What happened this time, for a person. */
  readonly detail?: string;
  /** Members of its own: names of three characters or more, letters, digits and `_`, beginning with a letter (PT-13). */
  readonly members?: Readonly<Record<string, string | number | boolean>>;
}

const STANDARD = new Set([
  ...['type', 'title', 'status', 'detail', 'instance'],
  ...['errors', 'retryable', 'retryAfterSeconds', 'backoffStrategy'],
]);

/**
 * Checks what a vendor adds to a problem.
 *
 * @returns the members to put into the problem document
 * @throws MargoError `ERR_PROBLEM_TYPE_INVALID`: the type is no `https` URI, lies in Margo's domain or has no title
 * @throws MargoError `ERR_PROBLEM_MEMBER_INVALID`: a member has a name that it must not have
 */
export const membersOf = ({
  type,
  title,
  detail,
  members = {},
}: VendorProblem): Record<string, string | number | boolean> => {
  if (type !== undefined) refuseForeignType(type, title);
  for (const name of Object.keys(members))
    if (!/^[A-Za-z][A-Za-z0-9_]{2,}$/.test(name) || STANDARD.has(name))
      throw new MargoError(
        'ERR_PROBLEM_MEMBER_INVALID',
        `No member of one's own can be called ${name.slice(0, 100)}.`,
        {
          hint: 'Take three letters, digits or _ or more, begin with a letter, and leave out the names that RFC 9457 and Margo use.',
        },
      );
  return {
    ...members,
    ...(type !== undefined && { type }),
    ...(title !== undefined && { title }),
    ...(detail !== undefined && { detail }),
  };
};

const refuseForeignType = (type: string, title: string | undefined): void => {
  const url = URL.canParse(type) ? new URL(type) : undefined;
  const isMargos = url !== undefined && /(^|\.)margo\.org\.?$/.test(url.hostname);
  if (url?.protocol !== 'https:' || isMargos || title === undefined)
    throw new MargoError(
      'ERR_PROBLEM_TYPE_INVALID',
      `Expected a type of one's own with a title, got ${type.slice(0, 100)}.`,
      {
        hint: "Give a title and an https URI under a domain of your own; Margo's are Margo's (PT-05, PT-06).",
      },
    );
};
