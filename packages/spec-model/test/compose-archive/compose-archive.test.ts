import { describe, expect, it } from 'vitest';
import type { Loose } from '../documents.js';
import { said } from '../rules/said.js';
import { archive, checkArchive } from './archive.js';

const add = (a: Loose, ...entries: Loose[]): void => void a.entries.push(...entries);
const link = (a: Loose, path: string, linkTarget?: string, type = 'symlink'): void =>
  add(a, { path, type, linkTarget });

const CASES: readonly (readonly [what: string, change: (a: Loose) => unknown, issues: readonly string[]])[] = [
  ['that are good', () => {}, []],
  [
    'of no archive',
    (a) => (a.entries = []),
    [
      'CA-01 error entries: The archive has no top-level directory.',
      'CA-08 error compose.yaml.services.web.env_file: The file "web.env" of env_file is missing from the archive.',
      'CA-08 error compose.yaml.configs.web.file: The file "./conf/web.conf" of configs is missing from the archive.',
    ],
  ],
  [
    'without a directory',
    (a) => (a.entries = [{ path: 'compose.yaml', type: 'file' }]),
    [
      'CA-01 error entries: The archive has no top-level directory.',
      'CA-08 error compose.yaml.services.web.env_file: The file "web.env" of env_file is missing from the archive.',
      'CA-08 error compose.yaml.configs.web.file: The file "./conf/web.conf" of configs is missing from the archive.',
    ],
  ],
  [
    'beside the directory',
    (a) => add(a, { path: 'README.md', type: 'file' }, { path: 'other/x', type: 'file' }),
    ['CA-01 error entries: Beside "app" stands "README.md" and "other".'],
  ],
  [
    'beside the directory and before it',
    (a) => a.entries.unshift({ path: 'README.md', type: 'file' }),
    ['CA-01 error entries: Beside "app" stands "README.md".'],
  ],
  [
    'of a directory without an entry of its own',
    (a) => (a.entries = a.entries.filter(({ type }: Loose) => type !== 'directory')),
    [],
  ],
  ['without a Compose file', (a) => a.entries.splice(2, 1), ['CA-02 error entries: There is no compose.yaml.']],
  [
    'with a Compose file of another name',
    (a) => (a.entries[2].path = 'app/Docker-Compose.yml'),
    ['CA-02 error entries: The Compose file is called "Docker-Compose.yml".'],
  ],
  [
    'with a directory in place of the Compose file',
    (a) => (a.entries[2] = { path: 'app/compose.yaml/', type: 'directory' }),
    ['CA-02 error entries: There is no compose.yaml.'],
  ],
  [
    'with the Compose file further down',
    (a) => (a.entries[2].path = 'app/app/compose.yml'),
    ['CA-02 error entries: There is no compose.yaml.'],
  ],
  [
    'with a directory that is called like another Compose file',
    (a) => (a.entries[2].path = 'app/compose.yml/readme'),
    ['CA-02 error entries: There is no compose.yaml.'],
  ],
  [
    'with the Compose file in another directory',
    (a) => (a.entries[2].path = 'other/compose.yml'),
    ['CA-01 error entries: Beside "app" stands "other".', 'CA-02 error entries: There is no compose.yaml.'],
  ],
  [
    'with a link to the Compose file',
    (a) => (a.entries[2] = { path: 'app/compose.yaml', type: 'symlink', linkTarget: 'conf/web.conf' }),
    [],
  ],
  [
    'with absolute paths',
    (a) =>
      add(
        a,
        { path: '/etc/passwd', type: 'file' },
        { path: 'C:\\x', type: 'file' },
        { path: '\\\\host\\x', type: 'file' },
        { path: '~/x', type: 'file' },
      ),
    [
      'CA-03 error entries[7]: The path "/etc/passwd" is absolute.',
      'CA-03 error entries[8]: The path "C:\\\\x" is absolute.',
      'CA-03 error entries[9]: The path "\\\\\\\\host\\\\x" is absolute.',
      'CA-03 error entries[10]: The path "~/x" is absolute.',
    ],
  ],
  [
    'with ways out',
    (a) =>
      add(
        a,
        { path: 'app/../../etc/passwd', type: 'file' },
        { path: '..', type: 'directory' },
        { path: 'app\\..\\x', type: 'file' },
      ),
    [
      'CA-04 error entries[7]: The path "app/../../etc/passwd" leads up.',
      'CA-04 error entries[8]: The path ".." leads up.',
      'CA-04 error entries[9]: The path "app\\\\..\\\\x" has a backslash.',
    ],
  ],
  [
    'with control characters',
    (a) =>
      add(
        a,
        { path: 'app/a\u0000b', type: 'file' },
        { path: 'app/\n', type: 'file' },
        { path: 'app/\u007f', type: 'file' },
      ),
    [
      'CA-04 error entries[7]: The path "app/a\\u0000b" has a control character.',
      'CA-04 error entries[8]: The path "app/\\n" has a control character.',
      'CA-04 error entries[9]: The path "app/" has a control character.',
    ],
  ],
  [
    'with no name',
    (a) => add(a, { path: '', type: 'file' }, { path: './.', type: 'symlink' }),
    ['CA-04 error entries[7]: The path "" names nothing.', 'CA-04 error entries[8]: The path "./." names nothing.'],
  ],
  [
    'with very long names',
    (a) => add(a, { path: `app/${'a'.repeat(1021)}`, type: 'file' }, { path: `app/${'b'.repeat(1020)}`, type: 'file' }),
    [
      'CA-04 error entries[7]: The path "app/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…" is longer than 1024 characters.',
    ],
  ],
  [
    'that are very deep',
    (a) => add(a, { path: `app${'/a'.repeat(64)}`, type: 'file' }, { path: `app${'/b'.repeat(63)}`, type: 'file' }),
    [
      'CA-04 error entries[7]: The path "app/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/…" has more than 64 parts.',
    ],
  ],
  [
    'that stand twice',
    (a) =>
      add(a, { path: 'app/web.env', type: 'file' }, { path: 'app//conf/./web.conf', type: 'symlink', linkTarget: 'x' }),
    [
      'CA-04 error entries[7]: "app/web.env" stands twice.',
      'CA-04 error entries[8]: "app/conf/web.conf" stands twice.',
      'CA-05 error entries[6]: The link "./app/copy.conf" leads through another link: "./app/conf/web.conf".',
    ],
  ],
  ['of a directory that stands twice', (a) => add(a, { path: 'app', type: 'directory' }), []],
  [
    'of a directory that is also a file',
    (a) => add(a, { path: 'app', type: 'file' }),
    ['CA-04 error entries[7]: "app" stands twice.'],
  ],
  [
    'of a file that is also a directory',
    (a) => add(a, { path: 'app/web.env', type: 'directory' }),
    [
      'CA-04 error entries[7]: "app/web.env" stands twice.',
      'CA-08 error compose.yaml.services.web.env_file: "web.env" of env_file is a directory.',
    ],
  ],
  [
    'that differ in case',
    (a) =>
      add(
        a,
        { path: 'app/WEB.env', type: 'file' },
        { path: 'app/ﬁle', type: 'file' },
        { path: 'app/file', type: 'file' },
      ),
    [
      'CA-04 warning entries[7]: Some systems take "app/WEB.env" and "./app/web.env" for one file. Let names differ in more than case.',
      'CA-04 warning entries[9]: Some systems take "app/file" and "app/ﬁle" for one file. Let names differ in more than case.',
    ],
  ],
  [
    'that are links out of the archive',
    (a) => (
      link(a, 'app/a', '../../etc'),
      link(a, 'app/b', '/etc/passwd'),
      link(a, 'app/c', '../other/x'),
      link(a, 'app/d', '../../app/x'),
      link(a, 'app/conf/e', '../../..')
    ),
    [
      'CA-05 error entries[7]: The link "app/a" leads out of the top-level directory: "../../etc".',
      'CA-05 error entries[8]: The link "app/b" leads to the absolute path "/etc/passwd".',
      'CA-05 error entries[9]: The link "app/c" leads out of the top-level directory: "../other/x".',
      'CA-05 error entries[10]: The link "app/d" leads out of the top-level directory: "../../app/x".',
      'CA-05 error entries[11]: The link "app/conf/e" leads out of the top-level directory: "../../..".',
    ],
  ],
  [
    'that are links without a target',
    (a) => (link(a, 'app/a'), link(a, 'app/b', '')),
    [
      'CA-05 error entries[7]: The link "app/a" leads nowhere.',
      'CA-05 error entries[8]: The link "app/b" leads nowhere.',
    ],
  ],
  [
    'that are links with long targets',
    (a) => (link(a, 'app/a', `conf/${'a'.repeat(1020)}`), link(a, 'app/b', `conf/${'a'.repeat(1019)}`)),
    ['CA-05 error entries[7]: The link "app/a" has a target of more than 1024 characters.'],
  ],
  [
    'that are links within',
    (a) => (
      link(a, 'app/a', '.'),
      link(a, 'app/conf/b', '../web.env'),
      link(a, 'app/conf/c', '..'),
      link(a, 'app/d', 'missing')
    ),
    [],
  ],
  [
    'that are links by detours',
    (a) => (
      link(a, 'app/a', 'conf/../../x'),
      link(a, 'app/b', 'conf/../web.env'),
      link(a, 'app/c', 'conf\\x'),
      link(a, 'app/d', 'x\u0000y')
    ),
    [
      'CA-05 error entries[7]: The link "app/a" leads by a way that cannot be followed for certain: "conf/../../x".',
      'CA-05 error entries[8]: The link "app/b" leads by a way that cannot be followed for certain: "conf/../web.env".',
      'CA-05 error entries[9]: The link "app/c" leads by a way that cannot be followed for certain: "conf\\\\x".',
      'CA-05 error entries[10]: The link "app/d" leads by a way that cannot be followed for certain: "x\\u0000y".',
    ],
  ],
  [
    'that are links at the top',
    (a) => (link(a, 'a', 'app/web.env'), link(a, 'b', 'x')),
    [
      'CA-05 error entries[8]: The link "b" leads out of the top-level directory: "x".',
      'CA-01 error entries: Beside "app" stands "a" and "b".',
    ],
  ],
  [
    'that are hard links',
    (a) => (
      link(a, 'app/a', 'app/web.env', 'link'),
      link(a, 'app/b', 'web.env', 'link'),
      link(a, 'app/c', '../app/web.env', 'link'),
      link(a, 'app/d', '/app/web.env', 'link')
    ),
    [
      'CA-05 error entries[8]: The link "app/b" leads out of the top-level directory: "web.env".',
      'CA-05 error entries[9]: The link "app/c" leads out of the top-level directory: "../app/web.env".',
      'CA-05 error entries[10]: The link "app/d" leads to the absolute path "/app/web.env".',
    ],
  ],
  [
    'that are hard links through links',
    (a) => (
      link(a, 'app/dir', 'conf'),
      link(a, 'app/a', 'app/dir/web.conf', 'link'),
      link(a, 'app/b', 'app/current.conf', 'link'),
      link(a, 'app/c', 'app//./current.conf', 'link')
    ),
    [
      'CA-05 error entries[8]: The link "app/a" leads through another link: "app/dir/web.conf".',
      'CA-05 error entries[9]: The link "app/b" leads through another link: "app/current.conf".',
      'CA-05 error entries[10]: The link "app/c" leads through another link: "app//./current.conf".',
    ],
  ],
  [
    'below links',
    (a) => (
      link(a, 'app/Dir', 'conf'),
      add(a, { path: 'app/dir/x', type: 'file' }, { path: 'app/dir/y/z', type: 'file' })
    ),
    [
      'CA-05 error entries[8]: "app/dir/x" is below a link, so it would be unpacked somewhere else.',
      'CA-05 error entries[9]: "app/dir/y/z" is below a link, so it would be unpacked somewhere else.',
    ],
  ],
  [
    'below hard links',
    (a) => (link(a, 'app/a', 'app/web.env', 'link'), add(a, { path: 'app/a/x', type: 'file' })),
    ['CA-05 error entries[8]: "app/a/x" is below a link, so it would be unpacked somewhere else.'],
  ],
  [
    'of other kinds',
    (a) => add(a, { path: 'app/pipe', type: 'fifo' }, { path: 'app/null', type: 'character-device' }),
    [
      'CA-06 error entries[7]: "app/pipe" is of the type "fifo".',
      'CA-06 error entries[8]: "app/null" is of the type "character-device".',
    ],
  ],
  [
    'with special bits',
    (a) => ((a.entries[3].mode = 0o4755), (a.entries[4].mode = 0o2755), (a.entries[1].mode = 0o1777)),
    [
      'CA-07 error entries[1]: "./app/" has special permission bits.',
      'CA-07 error entries[3]: "./app/web.env" has special permission bits.',
      'CA-07 error entries[4]: "./app/conf/web.conf" has special permission bits.',
    ],
  ],
  [
    'of a directory with another name',
    (a) => (a.options.componentName = 'web'),
    [
      'CA-10 warning entries: The directory is called "app", the component web. Name the directory like the component; readers must not rely on it.',
    ],
  ],
  ['of a component without name', (a) => delete a.options.componentName, []],
  [
    'that are too many',
    (a) => (a.options.maxEntries = 6),
    [
      'CA-01 error entries: The archive has more than 6 entries, and no more were looked at. Put fewer files into the archive, or pass a higher maxEntries if you trust where it comes from.',
    ],
  ],
  ['that are just few enough', (a) => (a.options.maxEntries = 7), []],
];

describe('entries of a Compose Archive', () => {
  it.each(CASES)('%s', (_, change, issues) => {
    const given = archive();
    change(given);
    expect(said(checkArchive(given))).toEqual(issues);
  });
});
