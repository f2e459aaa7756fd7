// The rows of docs/requirements.md: what the specification asks for, of whom.

/** Who has to do it in software that a vendor can build from these packages. */
const SOFTWARE = /\b(device(?! maker)|gateway|fleet manager|both|holder|verifier|all)\b/;
const BINDING = /^(MUST|MUST NOT|SHOULD|SHOULD NOT|RECOMMENDED|must|required)$/;

const cellsOf = (line) => line.split(/(?<!\\)\|/).slice(1, -1).map((cell) => cell.trim()); // prettier-ignore

/** All rows in their order, each with the heading that it stands under. */
export const readRequirements = (page) => {
  let heading = '';
  const rows = [];
  for (const line of page.split('\n')) {
    if (line.startsWith('## ')) heading = line.slice(3);
    const [id = '', level, who, what, where] = line.startsWith('|') ? cellsOf(line) : [];
    if (/^[A-Z]{2,3}-\d\d$/.test(id)) rows.push({ heading, id, level, who, what, where });
  }
  return rows;
};

/** Whether a row demands something of software, and not of people or of Margo itself. */
export const bindsSoftware = ({ level, who }) => BINDING.test(level) && SOFTWARE.test(who);

/** Whether a row asks only for what one may do. */
export const isPermission = ({ level }) => !BINDING.test(level);
