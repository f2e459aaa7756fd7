import type { DocumentPath } from '../../issue.js';
import type { Draft } from '../draft.js';
import type { Hop } from '../hop.js';
import { dropEnvelope } from '../parts/envelope.js';

const OF_CLIENT = /^\/api\/v1\/(?:clients|devices)\/[^/]+\/((?:bundles|deployments)\/.*)$/;
const OF_CALLER = /^\/api\/v1\/((?:bundles|deployments)\/.*)$/;

const urlsOf = (draft: Draft): DocumentPath[] =>
  [['bundle'], ...draft.entries(['deployments'])]
    .map((reference) => [...reference, 'url'])
    .filter((path) => draft.textAt(path) !== undefined);

/** Digests are those of documents in another revision, and those documents change as well. */
const askForDigests = (draft: Draft): void => {
  if (draft.lengthAt(['deployments']) === 0) return;
  draft.decide('D-32', ['deployments'], 'Where are the deployments in the new form? The digests are of the old ones.', {
    suggestion:
      'Convert and publish the deployments and the bundle, and write the manifest for them, with a new version.',
  });
};

/** D-14, D-32: to paths without the client. */
export const toPathsOfCaller: Hop = (draft) => {
  dropEnvelope(draft, ['StateManifest', 'UnsignedAppStateManifest']);
  for (const url of urlsOf(draft)) {
    const [, rest] = OF_CLIENT.exec(draft.textAt(url) ?? '') ?? [];
    if (rest !== undefined) draft.set('D-32', url, `/api/v1/${rest}`);
  }
  askForDigests(draft);
};

/** D-32 backwards: to paths with the client. */
export const toPathsOfClient: Hop = (draft, { clientId }) => {
  const urls = urlsOf(draft).filter((url) => OF_CALLER.test(draft.textAt(url) ?? ''));
  const [first] = urls;
  if (clientId === undefined && first !== undefined) {
    draft.decide('D-32', first, 'Which client is the manifest for? Paths of 1.0.0-rc.2 name it.', {
      suggestion: 'Give the client id that the device got when it was onboarded.',
    });
  }
  for (const url of clientId === undefined ? [] : urls) {
    const [, rest = ''] = OF_CALLER.exec(draft.textAt(url) ?? '') ?? [];
    draft.set('D-32', url, `/api/v1/clients/${encodeURIComponent(clientId ?? '')}/${rest}`, {
      what: 'Paths of 1.0.0-rc.2 name the client.',
    });
  }
  askForDigests(draft);
};
