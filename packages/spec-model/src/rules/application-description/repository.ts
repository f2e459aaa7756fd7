import { type RepositoryFault, repositoryFault } from '../../identifiers/oci-repository.js';
import { PATTERNS } from '../../identifiers/patterns.js';
import type { DocumentPath } from '../../issue.js';
import type { Report } from '../../reading/check.js';
import { quoted } from '../../reading/wording.js';

/** What an address looks like. */
export const REPOSITORY_HINT =
  'Write oci://, the registry, and a name in lower case, for example oci://registry.example.com/charts/my-chart.';

/** What is said of a fault, after the address; the schema speaks of what has no scheme. */
const SAID: Readonly<Partial<Record<RepositoryFault, { readonly said: string; readonly hint: string }>>> = {
  digest: {
    said: 'has a digest, but a repository has none',
    hint: 'Remove the @ and what follows; revision tells the version.',
  },
  tag: {
    said: 'has a tag, but a repository has none',
    hint: 'Remove the : and what follows, and write the version into revision.',
  },
  form: {
    said: 'is not the address of an OCI repository',
    hint: REPOSITORY_HINT,
  },
};

/** AD-20: a repository is a place in a registry, and the revision tells what to take from there. */
export const reportRepository = (repository: unknown, at: DocumentPath, report: Report): void => {
  // What the schema refuses is not refused twice.
  if (typeof repository !== 'string' || !PATTERNS.repository.test(repository)) return;
  const fault = repositoryFault(repository);
  const told = fault && SAID[fault];
  if (told) report('AD-20', at, `${quoted(repository)} ${told.said}.`, { hint: told.hint });
};
