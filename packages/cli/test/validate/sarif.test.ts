import { describe, expect, it } from 'vitest';
import { createWorkbench } from '../support/workbench.js';

const { margo, file } = createWorkbench();

describe('margo validate --format sarif', () => {
  it('gives rules with help, and results with places', async () => {
    const name = file('my app/margo.yaml', 'apiVersion: v2\nunknown: 1\n');
    const { code, out } = await margo(['validate', name, '--format', 'sarif']);
    expect(code).toBe(1);
    const log = JSON.parse(out);
    expect(log.version).toBe('2.1.0');
    const [{ tool, results, invocations }] = log.runs;
    expect(invocations).toMatchObject([{ executionSuccessful: true, toolExecutionNotifications: [] }]);
    const result = results.find(({ ruleId }: { ruleId: string }) => ruleId === 'AD-02');
    expect(result).toMatchObject({
      level: 'error',
      message: { text: 'apiVersion must be v1, but it is "v2". Write apiVersion: v1.' },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'my%20app/margo.yaml' },
            region: { startLine: 1, startColumn: 1 },
          },
          logicalLocations: [{ fullyQualifiedName: 'apiVersion' }],
        },
      ],
    });
    expect(tool.driver.rules[result.ruleIndex]).toMatchObject({ id: 'AD-02', help: { text: 'Write apiVersion: v1.' } });
    expect(results.find(({ ruleId }: { ruleId: string }) => ruleId === 'AD-31').level).toBe('warning');
  });

  it('tells of files that cannot be read', async () => {
    const { code, out } = await margo(['validate', '/nowhere/margo.yaml', '--format', 'sarif']);
    expect(code).toBe(2);
    expect(JSON.parse(out).runs[0].invocations[0]).toMatchObject({
      executionSuccessful: false,
      toolExecutionNotifications: [
        {
          message: { text: 'Cannot read it: there is no such file.' },
          locations: [{ physicalLocation: { artifactLocation: { uri: 'file:///nowhere/margo.yaml' } } }],
        },
      ],
    });
  });
});
