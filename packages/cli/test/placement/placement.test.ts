import { beforeEach, describe, expect, it } from 'vitest';
import { capabilities, CLUSTER, DEPLOYMENT, DESCRIPTION } from '../support/documents.js';
import { createWorkbench } from '../support/workbench.js';

const { margo, margoJson, file } = createWorkbench();

beforeEach(() => {
  file('margo.yaml', DESCRIPTION);
  file('devices/edge-1.json', capabilities('edge-1', CLUSTER));
  file('devices/gw-1.json', capabilities('gw-1'));
});

describe('margo placement', () => {
  it('tells which profile fits on a device, and on what that rests', async () => {
    const { code, out } = await margo(['placement', 'margo.yaml', 'devices/edge-1.json']);
    expect(code).toBe(0);
    expect(out).toMatch(/^devices\/edge-1\.json: a profile fits on edge-1\n/);
    expect(out).toContain('\n  yes     The helm profile hello-helm fits on edge-1.\n    yes     ');
    expect(out).toContain('\n  no      The compose profile hello-compose does not fit on edge-1.\n');
  });

  it('ends with 1 when nothing fits on some device', async () => {
    const { code, out } = await margo(['placement', 'margo.yaml', 'devices/*.json']);
    expect(code).toBe(1);
    expect(out).toContain('a profile fits on edge-1');
    expect(out).toContain('devices/gw-1.json: no profile fits on gw-1\n');
    expect(out).toContain('gw-1 hosts no workloads.');
  });

  it('takes a deployment in place of a description, and capabilities from standard input', async () => {
    file('deployment.yaml', DEPLOYMENT);
    const stdin = capabilities('edge-1', CLUSTER);
    expect((await margo(['placement', 'deployment.yaml', '-'], { stdin })).code).toBe(0);
  });

  it('answers in JSON for programs', async () => {
    const { code, answer } = await margoJson(['placement', 'margo.yaml', 'devices/*.json']);
    expect(code).toBe(1);
    expect(answer.devices).toMatchObject([
      { file: 'devices/edge-1.json', device: 'edge-1', fits: 'yes', profiles: [{ id: 'hello-helm', fits: 'yes' }, {}] },
      { file: 'devices/gw-1.json', device: 'gw-1', fits: 'no' },
    ]);
  });

  it('ends with 1 when a document is invalid', async () => {
    const { code, err } = await margo(['placement', 'margo.yaml', file('bad.json', '{"properties": {"id": "x"}}')]);
    expect(code).toBe(1);
    expect(err).toContain('bad.json is not a valid DeviceCapabilitiesManifest.');
  });

  it('colours the answers where colours are wanted', async () => {
    const { out } = await margo(['placement', 'margo.yaml', 'devices/gw-1.json'], { colours: true });
    expect(out).toContain('\u001b[31mno\u001b[0m');
  });

  it.each([
    [['placement'], 'needs a description'],
    [['placement', 'margo.yaml'], 'needs the capabilities of at least one device'],
    [['placement', 'margo.yaml', 'nothing/*.json'], 'no file matches this pattern'],
    [['placement', 'margo.yaml', 'margo.yaml'], 'but DeviceCapabilitiesManifest was expected'],
  ])('ends with 2 for %j', async (argv, said) => {
    const { code, err } = await margo(argv);
    expect(code).toBe(2);
    expect(err).toContain(said);
  });
});
