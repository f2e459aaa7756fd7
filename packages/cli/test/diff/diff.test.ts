import { describe, expect, it } from 'vitest';
import { DEPLOYMENT } from '../support/documents.js';
import { createWorkbench } from '../support/workbench.js';

const { margo, margoJson, file } = createWorkbench();

const UPDATED = DEPLOYMENT.replace('charts/hello, revision: 1.0.0', 'charts/hello, revision: 1.1.0').replace(
  'value: 3',
  'value: 5',
);

describe('margo diff', () => {
  it('tells for each component what an update means, and why', async () => {
    const { code, out } = await margo(['diff', file('old.yaml', DEPLOYMENT), file('new.yaml', UPDATED)]);
    expect(code).toBe(0);
    expect(out).toBe(
      [
        'upgrade      hello  The revision changed from 1.0.0 to 1.1.0.',
        '                    Parameters that reach it changed: volume.',
        'reconfigure  extra  Parameters that reach it changed: volume.',
        '',
      ].join('\n'),
    );
  });

  it('tells when nothing changed, and reads one side from standard input', async () => {
    const { code, out } = await margo(['diff', file('old.yaml', DEPLOYMENT), '-'], { stdin: DEPLOYMENT });
    expect(code).toBe(0);
    expect(out).toMatch(/^keep +hello +Nothing changed\.\n/);
  });

  it('answers in JSON for programs', async () => {
    const { answer } = await margoJson(['diff', file('old.yaml', DEPLOYMENT), file('new.yaml', UPDATED)]);
    expect(answer).toMatchObject({
      sameDeployment: true,
      components: [
        { name: 'hello', action: 'upgrade', parameters: ['volume'] },
        { name: 'extra', action: 'reconfigure', parameters: ['volume'] },
      ],
    });
  });

  it('says so when the two are not one deployment', async () => {
    const other = DEPLOYMENT.replace('a3e2f5dc', '00000000');
    const { code, err } = await margo(['diff', file('old.yaml', DEPLOYMENT), file('new.yaml', other)]);
    expect(code).toBe(0);
    expect(err).toContain('These are two deployments');
  });

  it('ends with 1 when one of them is invalid', async () => {
    const { code, err } = await margo(['diff', file('old.yaml', DEPLOYMENT), file('new.yaml', 'id: 1\nspec: {}\n')]);
    expect(code).toBe(1);
    expect(err).toContain('new.yaml is not a valid ApplicationDeployment.');
  });

  it.each([
    [['diff', 'old.yaml'], 'needs two deployments'],
    [['diff', '-', '-'], 'Cannot read -: standard input was read already.'],
    [['diff', 'old.yaml', 'missing.yaml'], 'there is no such file'],
  ])('ends with 2 for %j', async (argv, said) => {
    file('old.yaml', DEPLOYMENT);
    const { code, err } = await margo(argv, { stdin: DEPLOYMENT });
    expect(code).toBe(2);
    expect(err).toContain(said);
  });
});
