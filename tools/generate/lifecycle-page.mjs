// The generated parts of docs/lifecycle.md; what stands between them is written by hand.

/** Puts texts between the marks of their names: `<!-- begin: name -->` and `<!-- end: name -->`. */
export const fillIn = (page, parts) => {
  const used = new Set();
  const filled = page.replace(/(<!-- begin: ([a-z-]+) -->)[\s\S]*?(<!-- end: \2 -->)/g, (_, begin, name, end) => {
    if (!Object.hasOwn(parts, name)) throw new Error(`Nothing generates the part ${name} of the lifecycle's page.`);
    used.add(name);
    return `${begin}\n\n${parts[name]}\n\n${end}`;
  });
  const lost = Object.keys(parts).filter((name) => !used.has(name));
  if (lost.length > 0) throw new Error(`The lifecycle's page has no place for ${lost.join(', ')}.`);
  return filled;
};

/** Ids as links: positions on the lifecycle stand on the page itself, others on that of positions. */
export const linkedPositions = (text) =>
  text.replace(/\b([LMA])-(\d\d)\b/g, (id, group, number) =>
    group === 'L' ? `[${id}](#${id.toLowerCase()})` : `[${id}](positions.md#${group.toLowerCase()}-${number})`,
  );

const position = ({ id, question, options: [taken, ...others], choice, why, absent, policy }, tests) =>
  [
    `<a id="${id.toLowerCase()}"></a>`,
    `#### ${id} ${question}`,
    [`- **${taken}**`, ...others.map((other) => `- ${other}`)].join('\n'),
    linkedPositions(choice),
    ...(why === undefined ? [] : [`**Why:** ${linkedPositions(why)}`]),
    ...(absent === undefined ? [] : [`**Not in this version:** ${linkedPositions(absent)}`]),
    [
      ...(policy === undefined ? [] : [`Adjusted with \`${policy}\`. `]),
      `Tests: [${tests.length}](lifecycle-tests.md#${id.toLowerCase()}).`,
    ].join(''),
  ].join('\n\n');

/** All positions on the lifecycle, by theme. */
export const lifecyclePositions = (themes, tests) =>
  themes
    .map(({ title, positions }) =>
      [
        `### ${title.charAt(0).toUpperCase()}${title.slice(1)}`,
        ...positions.map((one) => position(one, tests.get(one.id) ?? [])),
      ].join('\n\n'),
    )
    .join('\n\n');
