import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { createContext, runInContext } from 'node:vm';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';

const root = new URL('..', import.meta.url);
const require = createRequire(import.meta.url);
// esbuild comes with tsup.
const { build } = createRequire(require.resolve('tsup/package.json'))('esbuild') as {
  build: (
    options: object,
  ) => Promise<{ outputFiles: { text: string }[]; metafile: { inputs: Record<string, unknown> } }>;
};
const source = (path: string): string => fileURLToPath(new URL(`packages/${path}/src/index.ts`, root));

/** What every browser has and plain JavaScript has not; anything else that a bundle asks for is missing there. */
const web = () => ({ TextEncoder, TextDecoder, URL, console });

const bundle = async (code: string): Promise<{ code: string; inputs: string[] }> => {
  const { outputFiles, metafile } = await build({
    stdin: { contents: code, resolveDir: fileURLToPath(root), loader: 'ts' },
    bundle: true,
    minify: true,
    write: false,
    platform: 'browser',
    format: 'iife',
    globalName: 'result',
    logLevel: 'silent',
    metafile: true,
    alias: {
      '@margo-sdk/spec-model/models': source('spec-model').replace('index.ts', 'models.ts'),
      '@margo-sdk/spec-model': source('spec-model'),
      '@margo-sdk/state-machine': source('state-machine'),
      '@margo-sdk/protocol': source('protocol'),
    },
  });
  return { code: outputFiles[0]?.text ?? '', inputs: Object.keys(metafile.inputs) };
};

const run = (code: string): Record<string, unknown> => {
  const context = createContext(web());
  runInContext(code, context);
  return (context as { result: Record<string, unknown> }).result;
};

describe('in a browser', () => {
  it('a document is read, with the lines of its faults', async () => {
    const { code } = await bundle(`
      import { checkDocument } from '@margo-sdk/spec-model';
      const { kind, revision, result } = checkDocument('apiVersion: v1\\nid: Not An Id\\ndeploymentProfiles: []\\n');
      export const seen = [kind, revision, result.issues.some(({ rule, line }) => rule === 'AD-06' && line === 2)].join(' ');
    `);
    expect(run(code)['seen']).toBe('ApplicationDescription rc3 true');
    console.log(`spec-model in a browser: ${code.length >> 10} kB minified, ${gzipSync(code).length >> 10} kB gzipped`);
  });

  it('a lifecycle is drawn', async () => {
    const { code } = await bundle(`
      import { lifecycleDiagram } from '@margo-sdk/state-machine';
      export const seen = lifecycleDiagram();
    `);
    expect(run(code)['seen']).toContain('checking --> preparing : checked');
  });

  it('the wire is spoken', async () => {
    const { code } = await bundle(`
      import { formatETag } from '@margo-sdk/protocol';
      export const seen = typeof formatETag;
    `);
    expect(run(code)['seen']).toBe('function');
  });

  it('the models alone bring neither the YAML reader nor the pattern matcher along', async () => {
    const { code, inputs } = await bundle(`
      import * as models from '@margo-sdk/spec-model/models';
      export const seen = models.aggregateState(['installed', 'failed']);
    `);
    expect(run(code)['seen']).toBe('failed');
    expect(inputs.filter((file) => /node_modules\/(yaml|re2js)\//.test(file))).toEqual([]);
    expect(inputs.some((file) => /node_modules\/zod\//.test(file))).toBe(true);
  });
});
