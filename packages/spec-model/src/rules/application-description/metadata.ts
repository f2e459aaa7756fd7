import type { ApplicationDescription } from '../../application-description/schema.js';
import { PATTERNS } from '../../identifiers/patterns.js';
import type { Check } from '../../reading/check.js';
import { quoted } from '../../reading/wording.js';

/** Longest DNS label, and so the longest Kubernetes namespace. */
const DNS_LABEL_LENGTH = 63;

/** The forms that descriptions had before 1.0.0-rc.3, told from what only they have. */
const oldForm = ({ apiVersion, kind }: Record<string, unknown>): string | undefined => {
  if (kind === 'application') return 'the pre-draft form of October 2024';
  if (kind === 'ApplicationDescription' || apiVersion === 'margo.org/v1-alpha1')
    return 'the form of 1.0.0-rc.2 and before';
  return undefined;
};

/** Members that older revisions had: each is named together with the form it belongs to. */
export const oldFormCheck: Check<ApplicationDescription> = {
  needs: [],
  check: (description, report) => {
    const root: Record<string, unknown> = { ...description };
    const form = oldForm(root);
    if ('kind' in root) {
      const tolerated = root['kind'] === 'ApplicationDescription';
      const said = tolerated ? 'kind is no longer used' : `kind ${quoted(root['kind'])} is unknown`;
      report('AD-05', ['kind'], `${said}${form ? `: this is ${form}` : ''}.`, {
        severity: tolerated ? 'warning' : 'error',
      });
    }
    const metadata = root['metadata'];
    if (typeof metadata === 'object' && metadata !== null && 'id' in metadata && !('id' in root)) {
      report('AD-06', ['metadata', 'id'], 'Here is the id, at the place it had before 1.0.0-rc.2.', {
        severity: 'info',
        hint: 'Move the line to the top level of the document.',
      });
    }
  },
};

/** AD-07: ids end up in DNS labels and namespaces. */
export const idCheck: Check<ApplicationDescription> = {
  needs: ['id'],
  check: ({ id }, report) => {
    if (id.startsWith('-') || id.endsWith('-')) report('AD-07', ['id'], 'id starts or ends with a dash.');
    else if (id.length > DNS_LABEL_LENGTH) report('AD-07', ['id'], `id is longer than ${DNS_LABEL_LENGTH} characters.`);
  },
};

/** AD-09: the version becomes the tag of the package. */
export const versionCheck: Check<ApplicationDescription> = {
  needs: ['metadata'],
  check: ({ metadata: { version } }, report) => {
    if (!PATTERNS.tag.test(version)) {
      report('AD-09', ['metadata', 'version'], `The version ${quoted(version)} cannot be an OCI tag.`);
    }
  },
};
