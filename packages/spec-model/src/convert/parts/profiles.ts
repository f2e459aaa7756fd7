import type { DocumentPath } from '../../issue.js';
import type { Draft } from '../draft.js';

/** Types of profiles by all the names they had, and what they are called now. */
const TYPES: ReadonlyMap<string, { readonly is: 'helm' | 'compose'; readonly delta: 'D-02' | 'D-06' }> = new Map([
  ['docker-compose', { is: 'compose', delta: 'D-02' }],
  ['helm.v3', { is: 'helm', delta: 'D-06' }],
]);

/** The profiles of a description. */
export const DESCRIPTION_PROFILES: DocumentPath = ['deploymentProfiles'];
/** The one profile of a deployment. */
export const DEPLOYMENT_PROFILE: DocumentPath = ['spec', 'deploymentProfile'];

/** The type of a profile by the name it has now; undefined when it has none. */
export const profileType = (draft: Draft, profile: DocumentPath): string | undefined => {
  const type = draft.textAt([...profile, 'type']);
  return type === undefined ? undefined : (TYPES.get(type)?.is ?? type);
};

/** Gives a profile's type the name it has now (D-02, D-06). */
export const renameType = (draft: Draft, profile: DocumentPath, delta: 'D-02' | 'D-06'): void => {
  const known = TYPES.get(draft.textAt([...profile, 'type']) ?? '');
  if (known?.delta === delta) draft.set(delta, [...profile, 'type'], known.is);
};

/** D-06 backwards: Helm profiles of PR1 have the type helm.v3. */
export const restoreType = (draft: Draft, profile: DocumentPath): void => {
  if (draft.at([...profile, 'type']) === 'helm')
    draft.set('D-06', [...profile, 'type'], 'helm.v3', { what: 'The profile type helm was called helm.v3.' });
};

/** The paths of the components of a profile. */
export const componentsOf = (draft: Draft, profile: DocumentPath): DocumentPath[] =>
  draft.entries([...profile, 'components']);

/** What a component is called in questions: by its name, or where it stands when it has none. */
export const componentName = (draft: Draft, component: DocumentPath): string =>
  draft.textAt([...component, 'name']) ?? `number ${Number(component.at(-1)) + 1}`;
