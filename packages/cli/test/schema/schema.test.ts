import { documentJsonSchema } from '@margo-sdk/spec-model';
import { describe, expect, it } from 'vitest';
import { createWorkbench } from '../support/workbench.js';

const { margo, margoJson } = createWorkbench();

describe('margo schema', () => {
  it.each([['ApplicationDescription'], ['application-description'], ['applicationdescription']])(
    'prints the JSON Schema of %s',
    async (kind) => {
      const { code, out } = await margo(['schema', kind]);
      expect(code).toBe(0);
      expect(JSON.parse(out)).toEqual(documentJsonSchema('ApplicationDescription'));
    },
  );

  it('prints that of an older revision', async () => {
    const { out } = await margo(['schema', 'StateManifest', '--revision', 'pr1']);
    expect(JSON.parse(out)).toEqual(documentJsonSchema('StateManifest', 'pr1'));
  });

  it('lists all kinds and their revisions', async () => {
    const { code, out } = await margo(['schema']);
    expect(code).toBe(0);
    expect(out).toMatch(/^SpiffeBundle +rc2-mtls, rc3$/m);
    const { answer } = await margoJson(['schema', '--revision', 'pr1']);
    expect(answer.kinds).toContainEqual({ kind: 'OnboardingRequest', revisions: ['pr1', 'rc2-signed'] });
    expect(answer.kinds.map(({ kind }: { kind: string }) => kind)).not.toContain('SpiffeBundle');
  });

  it('says how an editor uses it', async () => {
    expect((await margo(['schema', '--help'])).out).toContain('# yaml-language-server: $schema=');
  });

  it.each([
    [['schema', 'ApplicationDesciption'], 'Did you mean ApplicationDescription'],
    [['schema', 'SpiffeBundle', '--revision', 'pr1'], 'There is no SpiffeBundle in revision pr1.'],
    [['schema', 'StateManifest', '--revision', 'rc4'], 'Did you mean rc3?'],
    [['schema', 'StateManifest', 'x'], 'does not know what to do with x'],
  ])('ends with 2 for %j', async (argv, said) => {
    const { code, err } = await margo(argv);
    expect(code).toBe(2);
    expect(err).toContain(said);
  });
});
