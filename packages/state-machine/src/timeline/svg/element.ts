/** What is not to be seen in a picture, or not allowed in XML: control and format characters, halves of characters. */
const UNSEEMLY = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\ufffe\uffff]/gu;
const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text that came from elsewhere, as text of XML and nothing else. */
export const escaped = (text: string): string =>
  text.replace(UNSEEMLY, '·').replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '');

/** A coordinate with two digits behind the point at the most, so that the same run always gives the same text. */
export const rounded = (value: number): string => String(Math.round(value * 100) / 100);

/** Attributes of an element; texts are escaped and numbers rounded here. */
export type Attributes = Readonly<Record<string, string | number>>;

/** One element. Children are elements, or text that {@link escaped} has made safe. */
export const element = (name: string, attributes: Attributes, ...children: readonly string[]): string => {
  const written = Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${typeof value === 'number' ? rounded(value) : escaped(value)}"`)
    .join('');
  return children.length === 0 ? `<${name}${written}/>` : `<${name}${written}>${children.join('')}</${name}>`;
};

/** What is shown where somebody points at an element, and read out where nobody sees it. */
export const tooltip = (text: string): string => element('title', {}, escaped(text));

/** How wide a text is at most, about: nobody can measure fonts here. */
export const widthOf = (text: string, size: number): number => [...text].length * size * 0.6;

/** A text that takes no more than a width; what is cut is cut visibly. */
export const fitted = (text: string, size: number, width: number): string => {
  const characters = [...text];
  const most = Math.max(1, Math.floor(width / (size * 0.6)));
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join('')}…`;
};

/** A line of text. */
export const label = (x: number, y: number, text: string, size: number, more: Attributes = {}): string =>
  element('text', { x, y, 'font-size': size, fill: '#263238', ...more }, escaped(text));

/** Keeps words readable on what is not plain. */
export const haloOf = (colour: string): Attributes => ({ stroke: colour, 'stroke-width': 3, 'paint-order': 'stroke' });
