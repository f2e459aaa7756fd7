import { PATTERNS } from '../../identifiers/patterns.js';
import type { DocumentPath } from '../../issue.js';
import type { ConversionDecisions } from '../decisions.js';
import type { Draft } from '../draft.js';
import { answerFor } from './component-answers.js';
import { componentName, componentsOf } from './profiles.js';
import { writeTimeout } from './timeouts.js';

/** D-16, D-17, D-18: brings the properties of all components of a profile to 1.0.0-rc.3. */
export const writeComponents = (draft: Draft, profile: DocumentPath, decisions: ConversionDecisions): void => {
  for (const component of componentsOf(draft, profile)) {
    const properties = [...component, 'properties'];
    if (!draft.mappingAt(properties)) continue;
    writeSource(draft, component, decisions);
    writeTimeout(draft, properties);
    const wait = draft.at([...properties, 'wait']);
    if (wait === 'true' || wait === 'false') draft.set('D-18', [...properties, 'wait'], wait === 'true');
  }
};

/** D-16: an artefact must have been published before a document can say where it is, so a person has to say it. */
const writeSource = (draft: Draft, component: DocumentPath, decisions: ConversionDecisions): void => {
  const properties = [...component, 'properties'];
  const name = componentName(draft, component);
  const { repository, revision } = answerFor(decisions, name);
  if (draft.has([...properties, 'packageLocation']) || draft.has([...properties, 'keyLocation'])) {
    if (repository === undefined || revision === undefined) {
      draft.decide('D-16', properties, `Where is component ${name} published as an OCI artefact?`, {
        suggestion: publishWhat(draft.textAt([...properties, 'packageLocation'])),
      });
      return;
    }
    const why = 'Components come from OCI repositories only, and are verified by digest.';
    draft.lose('D-16', [...properties, 'packageLocation'], why);
    draft.lose('D-16', [...properties, 'keyLocation'], why);
    draft.set('D-16', [...properties, 'repository'], repository);
    draft.set('D-16', [...properties, 'revision'], revision);
    return;
  }
  writeRepository(draft, [...properties, 'repository'], name, repository);
  writeRevision(draft, [...properties, 'revision'], name, revision);
};

const publishWhat = (location: string | undefined): string =>
  `Publish ${location === undefined ? 'it' : `what is at ${location}`} to an OCI repository, and give its repository and revision.`;

const writeRepository = (draft: Draft, path: DocumentPath, name: string, answer: string | undefined): void => {
  const repository = draft.at(path);
  if (typeof repository === 'string' && PATTERNS.repository.test(repository)) return;
  if (answer !== undefined) draft.set('D-16', path, answer);
  else {
    draft.decide('D-16', path, `Which OCI repository holds component ${name}?`, {
      suggestion: publishWhat(typeof repository === 'string' ? repository : undefined),
    });
  }
};

const writeRevision = (draft: Draft, path: DocumentPath, name: string, answer: string | undefined): void => {
  const revision = draft.at(path);
  if (typeof revision === 'string') {
    // OCI tags cannot hold a plus sign, so chart versions are tagged with _ in its place.
    const tag = revision.replace('+', '_');
    if (PATTERNS.revision.test(revision)) return;
    if (PATTERNS.revision.test(tag)) {
      draft.set('D-16', path, tag);
      return;
    }
  }
  if (answer !== undefined) draft.set('D-16', path, answer);
  else {
    draft.decide('D-16', path, `Which revision of component ${name} is meant?`, {
      suggestion: 'Give the tag of the artefact: a semantic version of three numbers, without a v before it.',
    });
  }
};
