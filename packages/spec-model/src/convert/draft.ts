import type { DocumentPath } from '../issue.js';
import { isMapping, type Mapping } from '../reading/mapping.js';
import { pathText } from '../reading/schema-issues.js';
import { defineMember } from '../render/define-member.js';
import type { ConversionStep, DecideStep } from './conversion-step.js';
import { type DeltaId, DELTAS } from './deltas.js';

type Part = string | number;

/** How a change is told where the sentence of its delta is too general, and where a new member is put. */
export interface ChangeOptions {
  readonly what?: string;
  /** The member after which a new one is put, `null` for the first place; a new member goes last without it. */
  readonly after?: string | null;
}

/**
 * A document on its way to another revision: a copy that is changed piece by piece, each piece told in a step. Nothing
 * happens where the document has not the shape that a change is for.
 */
export class Draft {
  readonly value: unknown;
  readonly steps: ConversionStep[] = [];

  constructor(value: unknown) {
    this.value = structuredClone(value);
  }

  /** What stands at a path; undefined when nothing does. */
  at(path: DocumentPath): unknown {
    let value = this.value;
    for (const part of path) {
      if (!isContainer(value) || !Object.hasOwn(value, part)) return undefined;
      value = (value as Readonly<Record<Part, unknown>>)[part];
    }
    return value;
  }

  has(path: DocumentPath): boolean {
    const holder = this.at(path.slice(0, -1));
    return isContainer(holder) && Object.hasOwn(holder, path.at(-1) ?? '');
  }

  mappingAt(path: DocumentPath): Mapping | undefined {
    const value = this.at(path);
    return isMapping(value) ? value : undefined;
  }

  /** The text at a path; undefined when something else stands there. */
  textAt(path: DocumentPath): string | undefined {
    const value = this.at(path);
    return typeof value === 'string' ? value : undefined;
  }

  /** The paths of the entries of a list; none when there is no list. */
  entries(path: DocumentPath): DocumentPath[] {
    const value = this.at(path);
    return Array.isArray(value) ? value.map((_, at) => [...path, at]) : [];
  }

  /** How many entries a list has; none when there is no list. */
  lengthAt(path: DocumentPath): number {
    const value = this.at(path);
    return Array.isArray(value) ? value.length : 0;
  }

  /** Names of the members of a mapping; none when there is no mapping. */
  names(path: DocumentPath): string[] {
    return Object.keys(this.mappingAt(path) ?? {});
  }

  /** Changes a value, or adds it together with the mappings and lists around it; one that is there already is no change. */
  set(delta: DeltaId, path: DocumentPath, value: unknown, options: ChangeOptions = {}): void {
    if (this.has(path) && this.at(path) === value) return;
    const from = this.has(path) ? { from: path } : {};
    if (this.#put(path, value, options.after)) this.#tellChange(delta, { ...from, to: path }, options.what);
  }

  /** Writes in one form what stands elsewhere in another form; that stays, to be removed with all that is around it. */
  restate(delta: DeltaId, from: DocumentPath, to: DocumentPath, value: unknown, options: ChangeOptions = {}): void {
    if (this.#put(to, value, options.after)) this.#tellChange(delta, { from, to }, options.what);
  }

  /** Moves or renames a value; one that stands at its new place already is taken from the old one, if it is the same. */
  move(delta: DeltaId, from: DocumentPath, to: DocumentPath, options: ChangeOptions = {}): void {
    if (!this.has(from)) return;
    const value = this.at(from);
    if (this.has(to)) {
      if (this.at(to) !== value) {
        this.decide(delta, from, `Which one counts, this or ${pathText(to)}? Both are there, and they differ.`, {
          suggestion: `Write what counts at ${pathText(to)}, and remove this.`,
        });
        return;
      }
      this.remove(from);
    } else if (isSibling(from, to)) {
      renameMember(this.at(from.slice(0, -1)) as Mapping, String(from.at(-1)), String(to.at(-1)));
    } else {
      if (!this.#put(to, value, options.after)) return;
      this.remove(from);
    }
    this.#tellChange(delta, { from, to }, options.what);
  }

  /** Removes what the other revision says by saying nothing. */
  drop(delta: DeltaId, path: DocumentPath, options: ChangeOptions = {}): void {
    if (!this.has(path)) return;
    this.remove(path);
    this.#tellChange(delta, { from: path }, options.what);
  }

  /** Removes what the other revision has no place for. */
  lose(delta: DeltaId, path: DocumentPath, why: string): void {
    if (!this.has(path)) return;
    this.tellLost(delta, path, why);
    this.remove(path);
  }

  /** Removes the entries of a list that the other revision does not know. The last one goes first, so paths stay true. */
  loseEntries(delta: DeltaId, path: DocumentPath, unfit: (entry: unknown) => boolean, why: string): void {
    const list = this.at(path);
    if (!Array.isArray(list) || !list.some(unfit)) return;
    for (const entry of this.entries(path).reverse()) if (unfit(this.at(entry))) this.tellLost(delta, entry, why);
    this.#put(
      path,
      list.filter((entry) => !unfit(entry)),
    );
  }

  /** Tells that something does not arrive; whoever calls removes it together with what is around it. */
  tellLost(delta: DeltaId, path: DocumentPath, why: string): void {
    // Values of parameters may be secret.
    const value = path.includes('parameters') ? {} : { value: structuredClone(this.at(path)) };
    this.steps.push({ kind: 'lost', delta, path, why, ...value });
  }

  /** Leaves something to a person. */
  decide(
    delta: DeltaId,
    path: DocumentPath,
    question: string,
    options: Pick<DecideStep, 'suggestion' | 'placeholder'> = {},
  ): void {
    this.steps.push({ kind: 'decide', delta, path, question, ...options });
  }

  /** Removes what the steps have told already. */
  remove(path: DocumentPath): void {
    const holder = this.at(path.slice(0, -1));
    if (isMapping(holder)) Reflect.deleteProperty(holder, path.at(-1) ?? '');
  }

  #tellChange(delta: DeltaId, places: { from?: DocumentPath; to?: DocumentPath }, what: string = DELTAS[delta]): void {
    this.steps.push({ kind: 'changed', delta, ...places, what });
  }

  #put(path: DocumentPath, value: unknown, after?: string | null): boolean {
    const holder = this.#holderOf(path);
    const last = path.at(-1);
    if (holder === undefined || last === undefined) return false;
    if (after === undefined || Array.isArray(holder) || Object.hasOwn(holder, last)) defineMember(holder, last, value);
    else insertMember(holder as Mapping, after, String(last), value);
    return true;
  }

  /** What is to hold the last part of a path, made where nothing stands; undefined where something else does. */
  #holderOf(path: DocumentPath): object | undefined {
    let holder = this.value;
    for (const [at, part] of path.slice(0, -1).entries()) {
      if (!isContainer(holder) || Array.isArray(holder) !== (typeof part === 'number')) return undefined;
      if (!Object.hasOwn(holder, part)) defineMember(holder, part, typeof path[at + 1] === 'number' ? [] : {});
      holder = (holder as Readonly<Record<Part, unknown>>)[part];
    }
    return isContainer(holder) && Array.isArray(holder) === (typeof path.at(-1) === 'number') ? holder : undefined;
  }
}

const isContainer = (value: unknown): value is object => typeof value === 'object' && value !== null;

const isSibling = (one: DocumentPath, other: DocumentPath): boolean =>
  one.length === other.length &&
  typeof one.at(-1) === 'string' &&
  typeof other.at(-1) === 'string' &&
  one.slice(0, -1).every((part, at) => part === other[at]);

/** Gives a mapping other members in another order, while it stays the mapping that its document holds. */
const refill = (mapping: Mapping, members: readonly (readonly [string, unknown])[]): void => {
  for (const name of Object.keys(mapping)) Reflect.deleteProperty(mapping, name);
  for (const [name, value] of members) defineMember(mapping, name, value);
};

const renameMember = (mapping: Mapping, from: string, to: string): void =>
  refill(
    mapping,
    Object.entries(mapping).map(([name, value]) => [name === from ? to : name, value]),
  );

const insertMember = (mapping: Mapping, after: string | null, name: string, value: unknown): void => {
  const members = Object.entries(mapping);
  const at = members.findIndex(([member]) => member === after);
  const place = after === null ? 0 : at < 0 ? members.length : at + 1;
  refill(mapping, members.toSpliced(place, 0, [name, value]));
};
