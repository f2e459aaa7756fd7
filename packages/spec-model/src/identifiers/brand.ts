declare const brand: unique symbol;

/** A string that has been checked: it can be used as a string, but a plain string cannot be used as it. */
export type Branded<Name extends string> = string & { readonly [brand]: Name };
