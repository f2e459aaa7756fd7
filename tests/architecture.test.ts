import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Imports run downwards only; `docs/architecture.md` shows the same table. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  'spec-model': [],
  protocol: ['spec-model'],
  'state-machine': ['spec-model'],
  'device-client': ['spec-model', 'protocol', 'state-machine'],
  'orchestrator-client': ['spec-model', 'protocol', 'state-machine'],
  testkit: ['spec-model', 'protocol', 'state-machine', 'device-client', 'orchestrator-client'],
  cli: ['spec-model', 'protocol', 'state-machine', 'device-client', 'orchestrator-client', 'testkit'],
};
/** What also runs in a browser, so that vendors can show forms and lifecycles. */
const FOR_BROWSERS = /^packages\/(spec-model|state-machine|protocol)\/src\/(?!node\/)/;
const LARGEST_FILE = 15 * 1024;

const sources = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
const importsOf = (file: string): string[] =>
  ts.preProcessFile(readFileSync(join(root, file), 'utf8')).importedFiles.map(({ fileName }) => fileName);

const peersOf = (room: string): string[] => {
  const text = readFileSync(join(root, 'packages', room, 'package.json'), 'utf8');
  return Object.keys((JSON.parse(text) as { peerDependencies?: Record<string, string> }).peerDependencies ?? {});
};

describe.each(Object.entries(MAY_IMPORT))('%s', (name, allowed) => {
  const files = sources(`packages/${name}/src`);
  const manifest = JSON.parse(readFileSync(join(root, 'packages', name, 'package.json'), 'utf8')) as {
    dependencies?: Record<string, string>;
    peerDependencies?: Record<string, string>;
  };

  it('imports only rooms below it', () => {
    for (const file of files) {
      for (const target of importsOf(file)) {
        const room = /^@margo-sdk\/([a-z-]+)/.exec(target)?.[1];
        if (room !== undefined) expect(allowed, `${file} imports ${target}`).toContain(room);
        if (target.startsWith('.')) {
          expect(relative(root, join(root, file, '..', target)), `${file} leaves its room`).toMatch(
            new RegExp(`^packages/${name}/src/`),
          );
        }
      }
    }
  });

  it('declares what it imports, and imports what it declares', () => {
    const declared = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies }).sort();
    const imported = new Set(
      files
        // The contract is read by the generator and is part of no bundle.
        .filter((file) => !file.includes('/src/contract/'))
        .flatMap(importsOf)
        .filter((target) => !target.startsWith('.') && !target.startsWith('node:'))
        .map((target) =>
          target
            .split('/')
            .slice(0, target.startsWith('@') ? 2 : 1)
            .join('/'),
        ),
    );
    // Or what a room below leaves to others to bring along, such as the database of a store.
    const brought = allowed.flatMap((room) => peersOf(room)).filter((peer) => manifest.dependencies?.[peer]);
    expect([...new Set([...imported, ...brought])].sort()).toEqual(declared);
  });

  it('keeps node out of what a browser runs', () => {
    for (const file of files.filter((one) => FOR_BROWSERS.test(one))) {
      expect(
        importsOf(file).filter((target) => target.startsWith('node:')),
        file,
      ).toEqual([]);
    }
  });

  it('has files of one concept: none over 15 kB, generated ones aside', () => {
    const large = files.filter(
      (file) => !file.includes('/generated/') && statSync(join(root, file)).size > LARGEST_FILE,
    );
    expect(large).toEqual([]);
  });
});

it('knows every room', () => {
  expect(readdirSync(join(root, 'packages')).sort()).toEqual(Object.keys(MAY_IMPORT).sort());
});

it('shows the table of imports in its documentation as it is held here', () => {
  const page = readFileSync(join(root, 'docs/architecture.md'), 'utf8');
  const rows = Object.keys(MAY_IMPORT).map((room) => {
    const cell = new RegExp(`^\\| ${room} +\\| (.+?) +\\|$`, 'm').exec(page)?.[1];
    return [room, cell === 'nothing of ours' ? [] : cell?.split(', ')];
  });
  expect(Object.fromEntries(rows)).toEqual(MAY_IMPORT);
});
