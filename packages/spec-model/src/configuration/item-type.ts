import type { ValueSchema } from '../application-description/configuration-schema.js';

/** A data type that is no list. */
export type ItemType = 'string' | 'integer' | 'double' | 'boolean';

/** The data type of one value: of the elements, where the schema asks for a list. */
export const itemTypeOf = ({ dataType }: ValueSchema): ItemType =>
  dataType.replace(/^array\[(.+)\]$/, '$1') as ItemType;

/** Whether the value is a list: by its data type, or because several options may be chosen. */
export const isListed = (schema: ValueSchema): boolean =>
  schema.dataType.startsWith('array[') || schema.multiselect === true;
