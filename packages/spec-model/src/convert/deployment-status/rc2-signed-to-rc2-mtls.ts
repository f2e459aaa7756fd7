import type { DocumentPath } from '../../issue.js';
import type { Draft } from '../draft.js';
import type { Hop } from '../hop.js';
import { dropEnvelope } from '../parts/envelope.js';

/** D-14, D-24, D-25: from 1.0.0-rc.2 as it was tagged to the interface with mutual TLS. */
export const rc2SignedToRc2Mtls: Hop = (draft, { adoptedManifestVersion, deploymentName }) => {
  dropEnvelope(draft, ['DeploymentStatusManifest']);
  if (!draft.has(['adoptedManifestVersion'])) {
    const path = ['adoptedManifestVersion'];
    if (adoptedManifestVersion !== undefined) {
      const after = draft.has(['deviceId']) ? 'deviceId' : 'deploymentId';
      draft.set('D-25', path, adoptedManifestVersion, { after });
    } else {
      draft.decide('D-25', path, 'Which manifest had the device adopted when it reported this?', {
        suggestion: 'Give the manifestVersion of the state manifest that it had taken up.',
      });
    }
  }
  nameSource(draft, ['status', 'error'], deploymentName, 'the deployment, the name among its metadata');
  for (const component of draft.entries(['components']))
    nameSource(draft, [...component, 'error'], draft.textAt([...component, 'name']), 'the component');
};

/** D-24: errors speak of a component or of the deployment. One of empty strings is no error (M-09) and stays as it is. */
const nameSource = (draft: Draft, error: DocumentPath, source: string | undefined, speaksOf: string): void => {
  const names = draft.names(error);
  if (names.every((name) => draft.at([...error, name]) === '')) return;
  for (const member of ['code', 'source', 'message']) {
    const path = [...error, member];
    // A code or a source of no text names nothing; a message may be empty.
    const told = draft.at(path);
    if (told !== undefined && (told !== '' || member === 'message')) continue;
    if (member === 'source' && source) draft.set('D-24', path, source, { after: 'code' });
    else {
      draft.decide('D-24', path, `What is the ${member} of the error?`, {
        suggestion: member === 'source' ? `It is the name of ${speaksOf}.` : 'An error has a code and a message.',
      });
    }
  }
};
