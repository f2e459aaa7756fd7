import type { DocumentName, RuleId } from '@margo-sdk/spec-model';
import { capabilities, description, type Loose } from '../documents.js';

/** A text or bytes, and the first thing that is said about it. */
export interface Shape {
  readonly kind?: DocumentName;
  readonly source: string | Uint8Array;
  readonly rule: RuleId;
  /** Line and column, as `1:65`. */
  readonly at: string;
  readonly message: RegExp;
}

const shape = (source: Shape['source'], at: string, message: RegExp): Shape => ({ source, rule: 'AD-01', at, message });
const DEEP = /nested deeper than 64 levels/;
const TAG = /^The tag cannot be resolved\.$/;
const BYTES = /^The bytes are not UTF-8\.$/;

/** Whatever is open stays open; composing it would end the process. */
export const NESTED: Readonly<Record<string, Shape>> = {
  'twenty thousand brackets': shape('['.repeat(20_000) + ']'.repeat(20_000), '1:65', DEEP),
  'twenty thousand braces': shape('{a: '.repeat(20_000) + '}'.repeat(20_000), '1:257', DEEP),
  'twenty thousand dashes': shape('- '.repeat(20_000), '1:129', DEEP),
  'twenty thousand question marks': shape('? '.repeat(20_000), '1:129', DEEP),
  'brackets and braces in turn': shape('[{a: '.repeat(10_000), '1:161', DEEP),
  'dashes and question marks in turn': shape('- ? '.repeat(10_000), '1:129', DEEP),
  'keys on one line': shape('a: '.repeat(20_000), '1:193', DEEP),
  'colons without keys': shape(': '.repeat(100_000), '1:129', DEEP),
};

/** Much of the same. */
export const REPEATED: Readonly<Record<string, Shape>> = {
  'fifty thousand anchors on one node': shape('&a '.repeat(50_000), '1:4', /at most one anchor/),
  'fifty thousand tags on one node': shape('!a '.repeat(50_000), '1:4', /at most one tag/),
  'fifty thousand aliases': shape('*a '.repeat(50_000), '1:4', /Unexpected alias/),
  'fifty thousand directives': shape('%TAG ! a\n'.repeat(50_000), '1:1', /empty/),
  'two hundred thousand commas': shape(`[${','.repeat(200_000)}]`, '1:3', /Unexpected ,/),
  'a hundred thousand ends of lists': shape(']'.repeat(100_000), '1:1', /Unexpected/),
  'two hundred thousand documents': shape('---\n'.repeat(200_000), '2:1', /more than one document/),
  'two hundred thousand ends of documents': shape('...\n'.repeat(200_000), '131073:1', /more than 262144 nodes/),
  'half a million comment lines': shape('#\n'.repeat(500_000), '1:1', /^The text is empty\.$/),
  'a million comment lines': shape('#\n'.repeat(1_000_000), '1:1', /longer than 1048576 bytes/),
  'a million empty lines': shape('\n'.repeat(1_000_000), '1:1', /^The text is empty\.$/),
  'a million blanks': shape(' '.repeat(1_000_000), '1:1', /^The text is empty\.$/),
  'a million tabs': shape('\t'.repeat(1_000_000), '1:1', /^The text is empty\.$/),
  'a million characters in one open quote': shape(`"${'a'.repeat(1_000_000)}`, '1:1000002', /Missing closing/),
  'a billion laughs': shape(
    [
      'l0: &l0 [lol]',
      ...Array.from({ length: 9 }, (_, n) => `l${n + 1}: &l${n + 1} [${`*l${n}, `.repeat(9)}*l${n}]`),
    ].join('\n'),
    '2:10',
    /^The alias is not allowed\.$/,
  ),
};

/** What YAML can do besides what documents need. */
export const POWERS: Readonly<Record<string, Shape>> = {
  'a merge key with an alias': shape('a: &a { b: 1 }\n<<: *a', '2:5', /^The alias is not allowed\.$/),
  'two merge keys': shape('id: a\n<<: { b: 1 }\n<<: { c: 1 }', '3:1', /stands twice/),
  'an alias as a key': shape('a: &a 1\n*a : 1', '2:1', /./),
  ...Object.fromEntries(
    [
      '!!js/function',
      '!!python/object/apply:os.system',
      '!!java.lang.Runtime',
      '!<tag:example.com,2000:x>',
      '!local',
      '!e!x',
      '!!binary',
      '!!set',
      '!!omap',
      '!!pairs',
      '!!timestamp',
      '!!merge',
    ].map((tag) => [`the tag ${tag}`, shape(`a: ${tag} "aGk="`, '1:4', TAG)]),
  ),
  infinity: shape('id: .inf', '1:5', /no number/),
  'what is not a number': shape('id: .NaN', '1:5', /no number/),
  'a number beyond all numbers': shape('a: [1, 1e400]', '1:8', /no number/),
};

/** What is no text, and what is an odd one. */
export const CHARACTERS: Readonly<Record<string, Shape>> = {
  nothing: shape(new Uint8Array(0), '1:1', /empty/),
  'UTF-16 with a mark': shape(Uint8Array.of(0xff, 0xfe, 0x69, 0, 0x64, 0), '1:1', BYTES),
  'an overlong zero': shape(Uint8Array.of(0x61, 0xc0, 0x80), '1:1', BYTES),
  'half of a surrogate pair in bytes': shape(Uint8Array.of(0xed, 0xa0, 0x80), '1:1', BYTES),
  'a character that is cut off': shape(Uint8Array.of(0x61, 0xe2, 0x82), '1:1', BYTES),
  'an odd byte in the middle': shape(new TextEncoder().encode('id: a').with(2, 0xfe), '1:1', BYTES),
  'lines of Windows': shape('id: a\r\nb: [\r\n', '3:1', /must be sufficiently indented/),
  'lines of old Macs, which YAML has as one line': shape('id: a\rb: 1', '1:5', /Nested mappings/),
  'lines of mainframes, which YAML has as one line': shape('id: a\u0085b: 1', '1:5', /Nested mappings/),
  'tabs for indentation': shape('a:\n\tb: 1', '2:1', /[Tt]ab/),
  'a fault behind lines that are no YAML': shape(
    ' "compose"\n    ],\n    "interfaces": [\n      {\n        "type": "ethernet"\n      }\n    ]\n  }\n}',
    '2:5',
    /Unexpected/,
  ),
};

const manifest = (source: string, rule: RuleId, at: string, message: RegExp): Shape => ({
  kind: 'StateManifest',
  source,
  rule,
  at,
  message,
});
const version = (number: string): string => `{"manifestVersion": ${number}, "bundle": null, "deployments": []}`;
const JSON_ONLY = /^The text is YAML, but it must be JSON\.$/;

/** YAML where JSON is asked for, and numbers that are read wrong by many. */
export const JSON_SHAPES: Readonly<Record<string, Shape>> = {
  'a comment of JavaScript': manifest('{ // no\n"manifestVersion": 1}', 'MX-00', '1:1', JSON_ONLY),
  'a comment of YAML': manifest('{ # no\n"manifestVersion": 1}', 'MX-00', '1:1', JSON_ONLY),
  'a comma too many': manifest('{"manifestVersion": 1,}', 'MX-00', '1:1', JSON_ONLY),
  'single quotes': manifest("{'manifestVersion': 1}", 'MX-00', '1:1', JSON_ONLY),
  'no brackets': manifest('manifestVersion: 1', 'MX-00', '1:1', JSON_ONLY),
  'a key twice': manifest('{"manifestVersion": 1, "manifestVersion": 2}', 'MX-00', '1:24', /stands twice/),
  'hexadecimal digits': manifest(version('0x1F'), 'MX-00', '1:1', JSON_ONLY),
  'minus zero': manifest(version('-0'), 'MX-01', '1:2', /-0/),
  '2^64': manifest(version('18446744073709551616'), 'MX-01', '1:2', /18446744073709551616/),
  'an exponent': manifest(version('1e3'), 'MX-01', '1:2', /digits only/),
  'an exponent without end': manifest(version('1e400'), 'MX-00', '1:21', /no number/),
  'a million digits': manifest(version('9'.repeat(1_000_000)), 'MX-01', '1:2', /9{80}, which does not fit/),
};

const described = (change: (document: Loose) => unknown): string => {
  const document = description();
  change(document);
  return JSON.stringify(document);
};
const reported = (change: (document: Loose) => unknown): string => {
  const document = capabilities();
  change(document);
  return JSON.stringify(document);
};
const pointer = (text: string): string => described((d) => (d.parameters.site.targets[0].pointer = text));
const pattern = (text: string): string =>
  described((d) => {
    d.configuration.schema[1] = { name: 'text', dataType: 'string', regexMatch: text };
    d.parameters.site.value = `${'a'.repeat(2000)}!`;
  });
const key = 'k'.repeat(400_000);

/** One member that is very long, and what is said of it: the rules that have to be among what is found. */
export const LARGE: Readonly<Record<string, readonly [kind: DocumentName, text: string, rules: readonly RuleId[]]>> = {
  'a pointer of four hundred thousand steps': [
    'ApplicationDescription',
    pointer(`${'a.'.repeat(400_000)}b`),
    ['PM-05'],
  ],
  'a pointer to the billionth element': ['ApplicationDescription', pointer('a[1000000000]'), ['PM-05']],
  'a JSON Pointer of four hundred thousand steps': [
    'ApplicationDescription',
    described((d) => {
      const propertySelector = { matchExpressions: [{ key: '/a'.repeat(400_000), operator: 'Exists' }] };
      d.deploymentProfiles[0].deviceConstraints = { eligibilityRules: [{ propertySelector }] };
    }),
    ['DC-06'],
  ],
  'a pattern that tries for ever': ['ApplicationDescription', pattern('^(a|a|aa)+$'), ['CF-11']],
  'a pattern that tries for ever in another way': ['ApplicationDescription', pattern('^(a*)*b\\d$'), ['CF-11']],
  'a pattern that grows when it is compiled': [
    'ApplicationDescription',
    pattern('(a{1000}){1000}'),
    ['CF-11', 'CF-09'],
  ],
  'a pattern of open brackets': ['ApplicationDescription', pattern('('.repeat(100_000)), ['CF-09']],
  'a pattern of a thousand levels': [
    'ApplicationDescription',
    pattern(`${'('.repeat(1000)}a${')'.repeat(1000)}`),
    ['CF-11', 'CF-09'],
  ],
  'a pattern of many choices': ['ApplicationDescription', pattern('a|'.repeat(300_000)), ['CF-11', 'CF-09']],
  'a hundred thousand options of the wrong type': [
    'ApplicationDescription',
    described((d) => (d.configuration.schema[0].options = Array.from({ length: 100_000 }, () => 'a'))),
    ['CF-10', 'CF-11'],
  ],
  'ten thousand faults below one long key': [
    'ApplicationDescription',
    described((d) => (d.parameters = { [key]: { targets: Array.from({ length: 10_000 }, () => ({})) } })),
    ['PM-02'],
  ],
  'ten thousand strange members below one long key': [
    'ApplicationDescription',
    described((d) => {
      const strange = Object.fromEntries(Array.from({ length: 10_000 }, (_, n) => [`x${n}`, 1]));
      d.parameters = { [key]: { value: 1, targets: [{ pointer: 'a', components: ['server'], ...strange }] } };
    }),
    ['AD-31'],
  ],
  'eight thousand parameters for one place': [
    'ApplicationDescription',
    described((d) => {
      const one = { value: 1, targets: [{ pointer: 'a.b.c', components: ['server'] }] };
      d.parameters = Object.fromEntries(Array.from({ length: 8000 }, (_, n) => [`p${n}`, one]));
    }),
    ['PM-08', 'CF-06'],
  ],
  'an email address of many at signs': [
    'ApplicationDescription',
    described((d) => (d.metadata.catalog.author = [{ email: `${'a'.repeat(400_000)} ${'@'.repeat(400_000)}` }])),
    [],
  ],
  'a revision of many dashes': [
    'ApplicationDescription',
    described((d) => (d.deploymentProfiles[0].components[0].properties.revision = `1.0.0-${'a-'.repeat(400_000)}+`)),
    ['AD-20'],
  ],
  'a repository of many dots': [
    'ApplicationDescription',
    described((d) => (d.deploymentProfiles[0].components[0].properties.repository = `oci://${'a.'.repeat(400_000)}!`)),
    ['AD-20'],
  ],
  'a timeout of many zeros': [
    'ApplicationDescription',
    described((d) => (d.deploymentProfiles[0].components[0].properties.timeout = `${'0'.repeat(800_000)}m`)),
    ['AD-23'],
  ],
  'a device id of many slashes': [
    'DeviceCapabilitiesManifest',
    reported((d) => (d.properties.id = 'a/'.repeat(400_000))),
    ['CP-01'],
  ],
  'an amount of many digits': [
    'DeviceCapabilitiesManifest',
    reported((d) => (d.properties.memory = `${'9'.repeat(800_000)}Gi`)),
    ['CP-04'],
  ],
  'a label with a long name and fifty thousand values': [
    'DeviceCapabilitiesManifest',
    reported((d) => (d.labels = { [key]: Array.from({ length: 50_000 }, () => ({})) })),
    ['CP-05'],
  ],
  'a trust bundle of twenty thousand keys that are none': [
    'SpiffeBundle',
    JSON.stringify({ keys: Array.from({ length: 20_000 }, () => ({ kty: 'EC', use: 'x509-svid', x5c: ['?'] })) }),
    ['TB-10', 'TB-11'],
  ],
};
