import { describe, expect, it } from 'vitest';
import type { Loose } from '../documents.js';
import { said } from '../rules/said.js';
import { archive, checkArchive } from './archive.js';

const add = (a: Loose, ...entries: Loose[]): void => void a.entries.push(...entries);
const web = (a: Loose): Loose => a.compose.services.web;

const CASES: readonly (readonly [what: string, change: (a: Loose) => unknown, issues: readonly string[]])[] = [
  [
    'in a text that is no YAML',
    (a) => (a.compose = 'services: ['),
    [
      'CA-02 error compose.yaml: Flow sequence in block collection must be sufficiently indented and end with a ]. Check the indentation: members of one mapping start in the same column.',
    ],
  ],
  [
    'in a list',
    (a) => (a.compose = []),
    ['CA-02 error compose.yaml: compose.yaml is not a mapping. Write a Compose file into it.'],
  ],
  ['in nothing that Compose knows', (a) => (a.compose = { services: [], configs: 'x', secrets: null }), []],
  [
    'in services that are none',
    (a) =>
      (a.compose = {
        services: { a: null, b: 'x', c: { env_file: 5, volumes: 'x' } },
        configs: { a: null, b: { file: 5 }, c: { external: true } },
      }),
    [],
  ],
  [
    'that are missing',
    (a) => ((web(a).env_file = 'other.env'), (a.compose.configs.web.file = './conf/other.conf')),
    [
      'CA-08 error compose.yaml.services.web.env_file: The file "other.env" of env_file is missing from the archive.',
      'CA-08 error compose.yaml.configs.web.file: The file "./conf/other.conf" of configs is missing from the archive.',
    ],
  ],
  [
    'in a list of env files',
    (a) =>
      (web(a).env_file = [
        'web.env',
        'one.env',
        { path: 'two.env' },
        { path: 'three.env', required: false },
        { path: 'four.env', required: true },
        null,
      ]),
    [
      'CA-08 error compose.yaml.services.web.env_file[1]: The file "one.env" of env_file is missing from the archive.',
      'CA-08 error compose.yaml.services.web.env_file[2].path: The file "two.env" of env_file is missing from the archive.',
      'CA-08 error compose.yaml.services.web.env_file[4].path: The file "four.env" of env_file is missing from the archive.',
    ],
  ],
  [
    'outside',
    (a) => (
      (web(a).env_file = ['../web.env', '/etc/web.env', '~/web.env', 'C:/web.env']),
      (a.compose.configs.web.file = 'conf/../../x')
    ),
    [
      'CA-08 error compose.yaml.services.web.env_file[0]: The file "../web.env" of env_file is not inside the archive.',
      'CA-08 error compose.yaml.services.web.env_file[1]: The file "/etc/web.env" of env_file is not inside the archive.',
      'CA-08 error compose.yaml.services.web.env_file[2]: The file "~/web.env" of env_file is not inside the archive.',
      'CA-08 error compose.yaml.services.web.env_file[3]: The file "C:/web.env" of env_file is not inside the archive.',
      'CA-08 error compose.yaml.configs.web.file: The file "conf/../../x" of configs is not inside the archive.',
    ],
  ],
  ['by detours', (a) => (web(a).env_file = './conf/.././/web.env'), []],
  ['by links', (a) => (web(a).env_file = 'current.conf'), []],
  [
    'that are directories',
    (a) => ((web(a).env_file = 'conf'), (a.compose.configs.web.file = '.')),
    [
      'CA-08 error compose.yaml.services.web.env_file: "conf" of env_file is a directory.',
      'CA-08 error compose.yaml.configs.web.file: "." of configs is a directory.',
    ],
  ],
  [
    'by variables',
    (a) => (web(a).env_file = ['${ENV_FILE}', '$ENV/x', 'a$$b', '']),
    ['CA-08 error compose.yaml.services.web.env_file[2]: The file "a$b" of env_file is missing from the archive.'],
  ],
  [
    'of secrets that are there',
    (a) => add(a, { path: 'app/key.pem', type: 'file' }),
    ['CA-09 error compose.yaml.secrets.key.file: The secret "./key.pem" is in the archive.'],
  ],
  ['of secrets outside', (a) => (a.compose.secrets.key.file = '/run/key.pem'), []],
  [
    'that are mounted',
    (a) =>
      (web(a).volumes = [
        './conf:/conf:ro',
        './web.env:/x',
        '.:/all',
        { type: 'bind', source: './conf', target: '/c' },
      ]),
    [
      'CA-10 warning compose.yaml.services.web.volumes[0]: "./conf" is mounted and comes with the archive. Use a named volume, or configs for a file that comes with the application.',
      'CA-10 warning compose.yaml.services.web.volumes[1]: "./web.env" is mounted and comes with the archive. Use a named volume, or configs for a file that comes with the application.',
      'CA-10 warning compose.yaml.services.web.volumes[2]: "." is mounted and comes with the archive. Use a named volume, or configs for a file that comes with the application.',
      'CA-10 warning compose.yaml.services.web.volumes[3].source: "./conf" is mounted and comes with the archive. Use a named volume, or configs for a file that comes with the application.',
    ],
  ],
  [
    'that are mounted and not there',
    (a) =>
      (web(a).volumes = [
        './data:/data',
        '/var/lib/x:/x',
        '~/x:/x',
        '../x:/x',
        'conf:/conf',
        '/anonymous',
        null,
        5,
        { type: 'volume', source: 'conf', target: '/c' },
        { type: 'bind', source: './data', target: '/d' },
        { type: 'bind', target: '/d' },
      ]),
    [],
  ],
  [
    'that a merge brings',
    (a) => (a.compose.services.web['<<'] = { env_file: 'merged.env', '<<': [{ volumes: ['./conf:/conf'] }, 5] }),
    [
      'CA-08 error compose.yaml.services.web.<<.env_file: The file "merged.env" of env_file is missing from the archive.',
      'CA-10 warning compose.yaml.services.web.<<.<<[0].volumes[0]: "./conf" is mounted and comes with the archive. Use a named volume, or configs for a file that comes with the application.',
    ],
  ],
  [
    'that an alias repeats',
    (a) => (a.compose = 'x-all: &all { env_file: gone.env }\nservices: { a: *all, b: *all }'),
    [
      'CA-08 error compose.yaml.services.a.env_file: The file "gone.env" of env_file is missing from the archive.',
      'CA-08 error compose.yaml.services.b.env_file: The file "gone.env" of env_file is missing from the archive.',
    ],
  ],
  [
    'that too many aliases repeat',
    (a) => (
      (a.options.maxAliases = 1),
      (a.compose = 'x-all: &all { env_file: web.env }\nservices: { a: *all, b: *all }')
    ),
    [
      'CA-02 error compose.yaml: The alias is one more than the 1 allowed. Make the text smaller, or pass a higher maxAliases to the reader if you trust where it comes from.',
    ],
  ],
  [
    'in an archive without directory',
    (a) => ((a.entries = [{ path: 'web.env', type: 'file' }]), (a.compose.configs = {})),
    [
      'CA-01 error entries: The archive has no top-level directory.',
      'CA-08 error compose.yaml.services.web.env_file: The file "web.env" of env_file is missing from the archive.',
    ],
  ],
];

describe('files that the Compose file of an archive names', () => {
  it.each(CASES)('%s', (_, change, issues) => {
    const given = archive();
    change(given);
    expect(said(checkArchive(given))).toEqual(issues);
  });
});
