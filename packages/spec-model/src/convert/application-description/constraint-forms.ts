/** What requiredResources could ask of the things that a device lists, in the order in which it is written. */
export const ASKED_OF = [
  { list: 'peripherals', members: ['type', 'manufacturer', 'model'] },
  { list: 'interfaces', members: ['type'] },
] as const;

/** Amounts, which have the same form in requiredResources and in capacity requirements. */
export const AMOUNTS = ['cpu', 'memory', 'storage'] as const;
