import { REVISIONS, type Revision } from '@margo-sdk/spec-model';
import fc from 'fast-check';
import type { Loose } from '../../documents.js';

export const before = (revision: Revision, other: Revision): boolean =>
  REVISIONS.indexOf(revision) < REVISIONS.indexOf(other);

/** A record whose members other than the named ones may be missing. */
export const some = (members: Record<string, fc.Arbitrary<unknown>>, required: string[] = []): fc.Arbitrary<Loose> =>
  fc.record(members, { requiredKeys: required, noNullPrototype: true });
export const word = fc.stringMatching(/^[a-z][a-z0-9]{0,7}$/);
/** What no revision knows, where all of them are open. */
export const stranger = { note: word, team: fc.record({ lead: word, size: fc.nat() }, { noNullPrototype: true }) };
const extension = { 'x-acme-extensions': fc.record({ colour: word, rank: fc.nat() }, { noNullPrototype: true }) };
export const vendors = (revision: Revision): Record<string, fc.Arbitrary<unknown>> =>
  before(revision, 'rc2-signed') ? {} : extension;

/** The id of all generated deployments. */
export const UUID = 'a3e2f5dc-912e-494f-8395-52cf3769bc06';
