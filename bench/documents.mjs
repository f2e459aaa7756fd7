/** Reading: what rules, positions and guards cost over parsers and validators that have none of them. */
import { Buffer } from 'node:buffer';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { load } from 'js-yaml';
import {
  APPLICATION_DESCRIPTION,
  createReadCache,
  documentJsonSchema,
  parseStateManifest,
  safeParseApplicationDescription,
} from '../packages/spec-model/dist/index.js';
import { compare } from './compare.mjs';

const require = createRequire(new URL('../packages/spec-model/package.json', import.meta.url));
const { parse } = require('yaml');

/** The example with more parameters, until it has the size that is asked for. */
const grow = (description, size) => {
  const [head, rest] = description.split(/^parameters:\n/m);
  if (rest === undefined) throw new Error('The example has no parameters.');
  const component = /^ +- name: ([a-z0-9-]+)$/m.exec(head.slice(head.indexOf('components:')))?.[1];
  let more = '';
  for (let n = 0; head.length + rest.length + more.length < size; n += 1) {
    more += `  setting${n}:\n    value: ${n}\n    targets:\n      - pointer: settings.group${n}.value\n        components: [${component}]\n`;
  }
  return `${head}parameters:\n${more}${rest}`;
};

const validator = () => {
  const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });
  return ajv.compile(documentJsonSchema('ApplicationDescription'));
};

const must = (good) => {
  if (!good) throw new Error('What is measured has to succeed.');
};

export const documents = async () => {
  const example = await readFile(new URL('../examples/two-charts/margo.yaml', import.meta.url), 'utf8');
  const validate = validator();
  for (const size of [4_000, 50_000]) {
    const description = grow(example, size);
    const what = `read and check a description of ${Math.round(description.length / 1000)} kB`;
    const ours = () => must(safeParseApplicationDescription(description).ok);
    await compare(what, { ours, floor: () => must(validate(parse(description))), against: '`yaml` and ajv' });
    await compare(what, { ours, floor: () => must(validate(load(description))), against: 'js-yaml and ajv' });
  }

  const description = Buffer.from(grow(example, 4_000));
  const digest = `sha256:${'ab'.repeat(32)}`;
  const cache = createReadCache();
  const map = new Map([[digest, cache.read(APPLICATION_DESCRIPTION, digest, description)]]);
  await compare('read the same 4 kB again, by digest', {
    ours: () => must(cache.read(APPLICATION_DESCRIPTION, digest, description).ok),
    floor: () => must(map.get(digest).ok),
    against: 'a look into a Map',
  });

  const manifest = JSON.stringify({
    manifestVersion: 7,
    bundle: { mediaType: 'application/vnd.margo.bundle.v1+tar+gzip', digest, url: `/api/v1/bundles/${digest}` },
    deployments: Array.from({ length: 20 }, (_, n) => {
      const deploymentId = `a3e2f5dc-912e-494f-8395-${String(n).padStart(12, '0')}`;
      return { deploymentId, digest, url: `/api/v1/deployments/${deploymentId}/${digest}` };
    }),
  });
  await compare('read and check a state manifest of 20 deployments', {
    ours: () => parseStateManifest(manifest),
    floor: () => JSON.parse(manifest),
    against: 'JSON.parse, which knows no 64-bit versions',
  });
};
