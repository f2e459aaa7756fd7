/** A single value of a structured field (RFC 9651 §3.3). Dates are whole seconds since 1970; decimals have three places. */
export type BareItem =
  | { readonly type: 'integer' | 'decimal' | 'date'; readonly value: number }
  | { readonly type: 'string' | 'token' | 'display-string'; readonly value: string }
  | { readonly type: 'bytes'; readonly value: Uint8Array }
  | { readonly type: 'boolean'; readonly value: boolean };

/** What is said about an item or a list, in the order in which it was said (RFC 9651 §3.1.2). */
export type Parameters = ReadonlyMap<string, BareItem>;

/** A value and what is said about it (RFC 9651 §3.3). */
export interface Item {
  readonly value: BareItem;
  readonly parameters: Parameters;
}

/** Items between parentheses; a member of a list or a dictionary, never of another inner list (RFC 9651 §3.1.1). */
export interface InnerList {
  readonly items: readonly Item[];
  readonly parameters: Parameters;
}

/** A whole field that is a list (RFC 9651 §3.1). */
export type List = readonly (Item | InnerList)[];

/** A whole field that is a dictionary, in the order in which its keys came first (RFC 9651 §3.2). */
export type Dictionary = ReadonlyMap<string, Item | InnerList>;

/** Tells a list in parentheses from a single item. */
export const isInnerList = (member: Item | InnerList): member is InnerList => 'items' in member;
