import type { DocumentPath } from '../../issue.js';
import type { ConversionDecisions } from '../decisions.js';
import type { Draft } from '../draft.js';
import { answerFor } from './component-answers.js';
import { componentName, componentsOf, profileType } from './profiles.js';

/** D-16 backwards: Compose packages of 1.0.0-rc.2 are downloaded from an address. */
export const writePackageLocations = (draft: Draft, profile: DocumentPath, decisions: ConversionDecisions): void => {
  if (profileType(draft, profile) !== 'compose') return;
  for (const component of componentsOf(draft, profile)) {
    const properties = [...component, 'properties'];
    if (!draft.mappingAt(properties) || draft.has([...properties, 'packageLocation'])) continue;
    const name = componentName(draft, component);
    const { packageLocation, keyLocation } = answerFor(decisions, name);
    if (packageLocation === undefined) {
      draft.decide(
        'D-16',
        properties,
        `From which address can the Compose package of component ${name} be downloaded?`,
        {
          suggestion: 'Put the package on a web server, and give the packageLocation.',
        },
      );
      continue;
    }
    const why = 'A Compose package of 1.0.0-rc.2 is no OCI artefact.';
    draft.lose('D-16', [...properties, 'repository'], why);
    draft.lose('D-16', [...properties, 'revision'], why);
    draft.set('D-16', [...properties, 'packageLocation'], packageLocation);
    if (keyLocation !== undefined) draft.set('D-16', [...properties, 'keyLocation'], keyLocation);
  }
};
