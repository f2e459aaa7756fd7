import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import {
  configurationJsonSchema,
  createDeployment,
  createForm,
  parseApplicationDescription,
  parseDeploymentId,
  parseDeviceId,
  render,
} from '@margo-sdk/spec-model';

const corpus = process.env['MARGO_SPEC_CORPUS'];
if (!corpus) console.warn('MARGO_SPEC_CORPUS is not set: nothing is made of the public descriptions.');

describe.skipIf(!corpus)('public descriptions of the current revision', () => {
  const folder = join(corpus ?? '', '2026-09-rc3-src/examples/valid');
  const files = corpus ? readdirSync(folder).filter((name) => name.startsWith('ApplicationDescription')) : [];

  it('are there', () => {
    expect(files.length).toBeGreaterThan(0);
  });

  it.each(files)('%s becomes a form, a JSON Schema, and a deployment of each profile', (file) => {
    const description = parseApplicationDescription(readFileSync(join(folder, file)));
    for (const { id: profile, components } of description.deploymentProfiles) {
      const form = createForm(description, { profile });
      expect(form.sections.length).toBeGreaterThan(0);
      const schema = z.fromJSONSchema(configurationJsonSchema(description, { profile }));
      expect(schema.safeParse({}).success).toBe(form.valid);

      // What has no default is a text, an address of a page or one of a person: this is all of them.
      const missing = form.sections.flatMap(({ fields }) => fields.filter(({ issues }) => issues.length > 0));
      const deployment = createDeployment(description, {
        profile,
        ids: { deploymentId: parseDeploymentId('a3e2f5dc-912e-494f-8395-52cf3769bc06'), name: 'x', namespace: 'x' },
        target: parseDeviceId('edge-1'),
        values: Object.fromEntries(missing.map(({ parameter }) => [parameter, 'https://a@idp.example.com'])),
      });
      expect(render(deployment).map(({ component }) => component)).toEqual(components.map(({ name }) => name));
    }
  });
});
