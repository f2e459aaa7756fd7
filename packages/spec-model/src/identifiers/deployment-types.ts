/** How components can be deployed; whatever else there will be counts as `custom` (M-11, CAP-12). */
export const DEPLOYMENT_TYPES = ['helm', 'compose', 'custom'] as const;

/** Runtimes that a device can have; whatever else there will be counts as `custom` (CAP-12). */
export const RUNTIMES = ['oci', 'custom'] as const;
