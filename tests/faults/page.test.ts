import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { WIRE_PROFILES, isSignedProfile, type WireProfile } from '@margo-sdk/protocol';
import { FAULTS, type Fault } from '@margo-sdk/testkit';
import { format, resolveConfig } from 'prettier';
import { expect, it } from 'vitest';

const file = fileURLToPath(new URL('../../docs/faults.md', import.meta.url));
const HEADING = '## All faults';

/** What the first part of a name stands for. */
const GROUPS: Readonly<Record<string, string>> = {
  manifest: 'A fleet manager: what is wrong with the manifest',
  deployment: 'A fleet manager: what is wrong with a deployment',
  bundle: 'A fleet manager: what is wrong with the bundle',
  answer: 'A fleet manager: answers that are something else',
  traffic: 'A fleet manager: answers that put off',
  connection: 'A fleet manager: connections that break',
  identity: 'A fleet manager: who is somebody else',
  onboarding: 'A fleet manager: how it lets devices in',
  device: 'A device: requests',
  caller: 'A device: before its request is read',
  signature: 'A device: how it signs',
  trust: 'An identity service',
};

const groupOf = ({ name }: Fault): string => name.split('/')[0] ?? '';
const cell = (text: string): string => text.replace(/\|/g, '\\|').replace(/__proto__/g, '`__proto__`');
const ALL = Object.keys(WIRE_PROFILES) as WireProfile[];
const SIGNED = ALL.filter(isSignedProfile);
/** The profiles in which it means anything, as short as can be. */
const where = ({ profiles }: Fault): string => {
  if (profiles.length === ALL.length) return 'all';
  return profiles.join() === SIGNED.join() ? 'signed' : profiles.map((profile) => `\`${profile}\``).join(', ');
};
const row = (fault: Fault): string =>
  [`\`${fault.name}\``, cell(fault.what), fault.outcome, cell(fault.expected), fault.rules.join(', '), where(fault)]
    .join(' | ')
    .replace(/^|$/g, '|');

const tables = (): string =>
  Object.entries(GROUPS)
    .flatMap(([group, title]) => {
      const faults = FAULTS.filter((fault) => groupOf(fault) === group);
      return [
        `### ${title}\n`,
        '| Name | What is wrong | Outcome | A correct other end … | Rules | Profiles |\n| --- | --- | --- | --- | --- | --- |',
        ...faults.map(row),
        '',
      ];
    })
    .join('\n');

it('lists every fault on the page about them, as the catalogue has it (refresh with -u)', async () => {
  expect([...new Set(FAULTS.map(groupOf))].sort()).toEqual(Object.keys(GROUPS).sort());
  const page = readFileSync(file, 'utf8');
  const [before = '', after = ''] = page.split(`${HEADING}\n`);
  const intro = after.slice(0, after.indexOf('### ') < 0 ? undefined : after.indexOf('### ')).trim();
  const right = await format(`${before}${HEADING}\n\n${intro}\n\n${tables()}`, {
    ...(await resolveConfig(file)),
    parser: 'markdown',
  });
  await expect(right).toMatchFileSnapshot(file);
});
