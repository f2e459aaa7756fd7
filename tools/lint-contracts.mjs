/** Lints the contracts as OpenAPI documents, with every rule that its linter recommends; a warning fails as well. */
import { readFile, readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { createConfig, lintFromString } from '@redocly/openapi-core';

const folder = new URL('../packages/protocol/src/generated/', import.meta.url);
const config = await createConfig({
  extends: ['recommended-strict'],
  rules: {
    // Everybody serves these interfaces from an address of their own.
    'no-server-example.com': 'off',
    // ApplicationDeployment travels as YAML and in archives, where OpenAPI has no place for a schema.
    'no-unused-components': 'off',
  },
});

const names = (await readdir(folder)).filter((name) => name.endsWith('.openapi.json'));
for (const name of names) {
  const url = new URL(name, folder);
  const source = await readFile(url, 'utf8');
  const problems = await lintFromString({ source, absoluteRef: fileURLToPath(url), config });
  for (const { ruleId, message, location } of problems) {
    process.exitCode = 1;
    console.error(`${name}${location[0]?.pointer ?? ''}: ${message} (${ruleId})`);
  }
}
if (names.length < 4) {
  process.exitCode = 1;
  console.error(`Expected the contracts of both interfaces and of the older profiles, found ${names.length}.`);
}
