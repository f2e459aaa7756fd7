import type { DocumentPath } from '../../issue.js';
import { quoted } from '../../placement/wording.js';
import type { Report } from '../../reading/check.js';

const SCHEME = 'oci://';
/** A registry, with or without a port. */
const REGISTRY = /^(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:]+\])(?::\d+)?$/;
/** One part of the name of a repository, as the distribution specification has it. */
const NAME_PART = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;

/** AD-20: a repository is a place in a registry, and the revision tells what to take from there. */
export const reportRepository = (repository: unknown, at: DocumentPath, report: Report): void => {
  // What has no scheme is refused by the schema.
  if (typeof repository !== 'string' || !repository.startsWith(SCHEME)) return;
  const [registry = '', ...name] = repository.slice(SCHEME.length).split('/');
  const last = name.at(-1) ?? '';
  if (last.includes('@')) {
    report('AD-20', at, `${quoted(repository)} has a digest, but a repository has none.`, {
      hint: 'Remove the @ and what follows; revision tells the version.',
    });
  } else if (last.includes(':')) {
    report('AD-20', at, `${quoted(repository)} has a tag, but a repository has none.`, {
      hint: 'Remove the : and what follows, and write the version into revision.',
    });
  } else if (!REGISTRY.test(registry) || name.length === 0 || !name.every((part) => NAME_PART.test(part))) {
    report('AD-20', at, `${quoted(repository)} is not the address of an OCI repository.`, {
      hint: 'Write oci://, the registry, and a name in lower case, for example oci://registry.example.com/charts/my-chart.',
    });
  }
};
