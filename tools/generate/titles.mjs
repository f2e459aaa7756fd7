// The titles of all tests: pages that say which test holds what are made from the ids that the titles cite.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import ts from 'typescript';

const FOLDERS = ['packages', 'tests'];
const NOT_OURS = /(^|\/)(node_modules|dist|\.[^/]+)(\/|$)/;

const testFiles = async (root) => {
  const found = await Promise.all(
    FOLDERS.map(async (folder) =>
      (await readdir(join(root, folder), { recursive: true }))
        .map((path) => `${folder}/${path.replaceAll('\\', '/')}`)
        .filter((path) => path.endsWith('.test.ts') && !NOT_OURS.test(path)),
    ),
  );
  return found.flat().sort();
};

/** The name that a call begins with: `it` of `it.each(cases)('…', …)`. */
const rootName = (expression) => {
  if (ts.isIdentifier(expression)) return expression.text;
  if (ts.isPropertyAccessExpression(expression) || ts.isCallExpression(expression))
    return rootName(expression.expression);
  if (ts.isTaggedTemplateExpression(expression)) return rootName(expression.tag);
  return '';
};

const titleOf = (node) => {
  if (node === undefined) return undefined;
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isTemplateExpression(node))
    return node.head.text + node.templateSpans.map(({ literal }) => `…${literal.text}`).join('');
  return undefined;
};

/** What is filled into the title of `it.each(cases)('…', …)`, as far as it stands there: cases cite ids of their own. */
const casesOf = (expression) => {
  if (!ts.isCallExpression(expression)) return [];
  const [given] = expression.arguments;
  const table = given && ts.isAsExpression(given) ? given.expression : given;
  if (table === undefined || !ts.isArrayLiteralExpression(table)) return [];
  const cells = table.elements.flatMap((row) => (ts.isArrayLiteralExpression(row) ? [...row.elements] : [row]));
  return cells.flatMap((cell) => titleOf(cell) ?? []);
};

/** The titles of all tests of a file, each with those that it stands under, and with what is filled into it. */
const titlesIn = (path, text) => {
  const titles = [];
  const visit = (node, above) => {
    let within = above;
    if (ts.isCallExpression(node)) {
      const name = rootName(node.expression);
      const title = titleOf(node.arguments[0]);
      if (title !== undefined && name === 'describe') within = [...above, title];
      if (title !== undefined && (name === 'it' || name === 'test'))
        titles.push({ title: [...above, title].join(' › '), cases: casesOf(node.expression) });
    }
    ts.forEachChild(node, (child) => visit(child, within));
  };
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.Latest), []);
  return titles;
};

/**
 * The tests by the ids that their titles cite: file and title.
 *
 * @param pattern - a global regular expression that finds ids
 */
export const testsByCitation = async (root, pattern) => {
  const tests = new Map();
  for (const file of await testFiles(root)) {
    for (const { title, cases } of titlesIn(file, await readFile(join(root, file), 'utf8')))
      for (const id of new Set([title, ...cases].flatMap((text) => text.match(pattern) ?? [])))
        tests.set(id, [...(tests.get(id) ?? []), { file, title }]);
  }
  return tests;
};

/** Text for a cell or an item of Markdown. */
export const escaped = (text) => text.replace(/[\\`*_<>[\]|$]/g, '\\$&');
