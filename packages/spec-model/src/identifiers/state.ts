/** The six states that a component and a deployment can be reported in. There is no other. */
export const STATES = ['pending', 'installing', 'installed', 'removing', 'removed', 'failed'] as const;

/** State of a component or of a whole deployment. */
export type State = (typeof STATES)[number];
