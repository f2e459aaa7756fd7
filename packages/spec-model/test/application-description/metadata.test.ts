import { describe, expect, it } from 'vitest';
import { safeParseApplicationDescription } from '@margo-sdk/spec-model';
import { changed, description, type Loose } from '../documents.js';
import { said } from '../rules/said.js';

const CASES: readonly (readonly [what: string, change: (d: Loose) => unknown, issues: readonly string[]])[] = [
  ['an id with a dash in front', (d) => (d.id = '-app'), ['AD-07 warning id: id starts or ends with a dash.']],
  ['an id with a dash behind', (d) => (d.id = 'app-'), ['AD-07 warning id: id starts or ends with a dash.']],
  ['an id of 64 characters', (d) => (d.id = 'a'.repeat(64)), ['AD-07 warning id: id is longer than 63 characters.']],
  ['an id of 63 characters', (d) => (d.id = 'a'.repeat(63)), []],
  [
    'the kind of rc.2',
    (d) => (d.kind = 'ApplicationDescription'),
    ['AD-05 warning kind: kind is no longer used: this is the form of 1.0.0-rc.2 and before.'],
  ],
  [
    'the kind of the pre-draft',
    (d) => (d.kind = 'application'),
    ['AD-05 error kind: kind "application" is unknown: this is the pre-draft form of October 2024.'],
  ],
  ['a kind that never was', (d) => (d.kind = 'Chart'), ['AD-05 error kind: kind "Chart" is unknown.']],
  [
    'a kind with the old apiVersion',
    (d) => ((d.kind = 'Chart'), (d.apiVersion = 'margo.org/v1-alpha1')),
    [
      'AD-02 error apiVersion: apiVersion must be v1, but it is "margo.org/v1-alpha1".',
      'AD-05 error kind: kind "Chart" is unknown: this is the form of 1.0.0-rc.2 and before.',
    ],
  ],
  [
    'the id at its old place',
    (d) => ((d.metadata.id = d.id), delete d.id),
    [
      'AD-06 error id: id is missing.',
      'AD-06 info metadata.id: Here is the id, at the place it had before 1.0.0-rc.2. Move the line to the top level of the document.',
    ],
  ],
  ['no id at all', (d) => delete d.id, ['AD-06 error id: id is missing.']],
  [
    'neither id nor metadata',
    (d) => (delete d.id, (d.metadata = null)),
    ['AD-06 error id: id is missing.', 'AD-00 error metadata: metadata must be a mapping, but it is empty.'],
  ],
  ['the id at both places', (d) => (d.metadata.id = d.id), []],
  [
    'a version that is no tag',
    (d) => (d.metadata.version = '1.0.0+b1'),
    ['AD-09 warning metadata.version: The version "1.0.0+b1" cannot be an OCI tag.'],
  ],
  [
    'a version of 129 characters',
    (d) => (d.metadata.version = 'a'.repeat(129)),
    [
      'AD-09 warning metadata.version: The version "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…" cannot be an OCI tag.',
    ],
  ],
  ['a version of 128 characters', (d) => (d.metadata.version = 'a'.repeat(128)), []],
  [
    'good files',
    (d) =>
      (d.metadata.catalog.application = {
        icon: './resources/icon.png',
        descriptionFile: 'about.MD',
        releaseNotes: 'notes.pdf',
        licenseFile: 'LICENSE',
      }),
    [],
  ],
  [
    'other good files',
    (d) =>
      (d.metadata.catalog.application = {
        icon: 'icon',
        descriptionFile: 'about.markdown',
        releaseNotes: 'notes.md',
        licenseFile: 'docs.d/license.txt',
      }),
    [],
  ],
  [
    'files outside the package',
    (d) =>
      (d.metadata.catalog.application = {
        icon: 'https://example.com/i.png',
        descriptionFile: '/about.md',
        releaseNotes: '..\\notes.md',
        licenseFile: 'docs/../../license.txt',
      }),
    [
      'AD-12 warning metadata.catalog.application.icon: icon is not inside the package: "https://example.com/i.png". Use a path relative to the description, for example ./resources/icon.png.',
      'AD-12 warning metadata.catalog.application.descriptionFile: descriptionFile is not inside the package: "/about.md". Use a path relative to the description, for example ./resources/icon.png.',
      'AD-12 warning metadata.catalog.application.releaseNotes: releaseNotes is not inside the package: "..\\\\notes.md". Use a path relative to the description, for example ./resources/icon.png.',
      'AD-12 warning metadata.catalog.application.licenseFile: licenseFile is not inside the package: "docs/../../license.txt". Use a path relative to the description, for example ./resources/icon.png.',
    ],
  ],
  [
    'a drive and an empty path',
    (d) => (d.metadata.catalog.application = { icon: 'C:/icon.png', licenseFile: '' }),
    [
      'AD-12 warning metadata.catalog.application.icon: icon is not inside the package: "C:/icon.png". Use a path relative to the description, for example ./resources/icon.png.',
      'AD-12 warning metadata.catalog.application.licenseFile: licenseFile is not inside the package: "". Use a path relative to the description, for example ./resources/icon.png.',
    ],
  ],
  [
    'a backslash in front',
    (d) => (d.metadata.catalog.application = { icon: '\\icon.png' }),
    [
      'AD-12 warning metadata.catalog.application.icon: icon is not inside the package: "\\\\icon.png". Use a path relative to the description, for example ./resources/icon.png.',
    ],
  ],
  [
    'files of formats that do not fit',
    (d) =>
      (d.metadata.catalog.application = {
        descriptionFile: 'about.pdf',
        releaseNotes: 'notes.txt',
        licenseFile: 'license.docx',
      }),
    [
      'AD-12 warning metadata.catalog.application.descriptionFile: descriptionFile ends with neither .md nor .markdown: "about.pdf". Use a file of another format.',
      'AD-12 warning metadata.catalog.application.releaseNotes: releaseNotes ends with neither .md nor .markdown nor .pdf: "notes.txt". Use a file of another format.',
      'AD-12 warning metadata.catalog.application.licenseFile: licenseFile ends with neither .txt nor .md nor .markdown nor .pdf: "license.docx". Use a file of another format.',
    ],
  ],
  [
    'a hidden file and one without ending',
    (d) => (d.metadata.catalog.application = { descriptionFile: '.md', releaseNotes: 'notes.d/latest' }),
    [
      'AD-12 warning metadata.catalog.application.descriptionFile: descriptionFile ends with neither .md nor .markdown: ".md". Use a file of another format.',
      'AD-12 warning metadata.catalog.application.releaseNotes: releaseNotes ends with neither .md nor .markdown nor .pdf: "notes.d/latest". Use a file of another format.',
    ],
  ],
  ['a colon that is no scheme', (d) => (d.metadata.catalog.application = { icon: './icons/a:b.png' }), []],
  ['dots that are no way up', (d) => (d.metadata.catalog.application = { icon: 'a..b/...png' }), []],
];

describe('metadata of a description', () => {
  it.each(CASES)('%s', (_, change, issues) => {
    const { issues: found } = safeParseApplicationDescription(changed(description(), (d) => void change(d), 'yaml'));
    expect(said(found)).toEqual(issues);
  });
});
