import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatQuantity,
  formatTimeout,
  MargoError,
  parseApplicationId,
  parseComponentRevision,
  parseDeviceTarget,
  parseExtensionKey,
  parseOciRepository,
  parseQuantity,
  parseTimeout,
  PATTERNS,
  revisionOfSemver,
  semverOfRevision,
} from '@margo-sdk/spec-model';

const codeOf = (run: () => unknown): string | undefined => {
  try {
    run();
    return undefined;
  } catch (error) {
    return MargoError.isInstance(error) ? error.code : String(error);
  }
};

describe.each<readonly [string, (text: string) => string, string, readonly string[], readonly string[]]>([
  [
    'application id',
    parseApplicationId,
    'ERR_APPLICATION_ID_INVALID',
    ['com-example', '1', 'a'.repeat(200)],
    ['', 'A', 'a_b', 'a.b', 'a\n', 'a'.repeat(201)],
  ],
  [
    'device target',
    parseDeviceTarget,
    'ERR_DEVICE_TARGET_INVALID',
    ['edge', 'gw/child', 'gw/*', 'gw/a/*'],
    ['', '*', '/*', 'gw/*/a', 'gw/..', 'gw/../*', 'gw/'],
  ],
  [
    'OCI repository',
    parseOciRepository,
    'ERR_OCI_REPOSITORY_INVALID',
    ['oci://r.example/a', 'oci://r.example:5000/a/b-c/d.e__f', 'oci://localhost/a--b'],
    [
      '',
      'oci://',
      'oci://r.example',
      'oci://r.example/',
      'https://r.example/a',
      'oci://r.example/a:1.0',
      'oci://r.example/a@sha256:0',
      'oci://r.example/A',
      'oci://me@r.example/a',
      'oci://r.example/a?b',
      'oci://r.example/a..b',
    ],
  ],
  [
    'revision',
    parseComponentRevision,
    'ERR_COMPONENT_REVISION_INVALID',
    ['1.0.0', '1.0.0-rc.1_b5'],
    ['v1.0.0', '1.0', '1.0.0+b5', '01.0.0'],
  ],
  [
    'extension',
    parseExtensionKey,
    'ERR_EXTENSION_KEY_INVALID',
    ['x-a-extensions', 'x-acme-2-extensions'],
    ['x-extensions', 'x--extensions', 'x-A-extensions', 'acme', 'x-acme-extension'],
  ],
])('the text of a %s', (_, parse, code, good, bad) => {
  it.each(good)('can be %j', (text) => {
    expect(parse(text)).toBe(text);
  });
  it.each(bad)('cannot be %j', (text) => {
    expect(codeOf(() => parse(text))).toBe(code);
  });
  it('is repeated in part only where it is refused', () => {
    expect(() => parse('!'.repeat(10_000))).toThrow(/^.{10,200}$/);
  });
});

describe('a revision', () => {
  it('stands for a semantic version, there and back', () => {
    expect(semverOfRevision(parseComponentRevision('1.0.0-rc.1_b5.6'))).toBe('1.0.0-rc.1+b5.6');
    for (const version of ['1.0.0', '1.0.0+b5', '2.1.0-rc.1+b.5']) {
      expect(semverOfRevision(revisionOfSemver(version))).toBe(version);
    }
  });
  it.each(['v1.0.0', '1.0', '1.0.0_b5', '1.0.0+a+b', ''])('is not made of %j', (version) => {
    expect(codeOf(() => revisionOfSemver(version))).toBe('ERR_COMPONENT_REVISION_INVALID');
  });
});

describe('a timeout', () => {
  it('is minutes and seconds, there and back', () => {
    expect([parseTimeout('8m30s'), parseTimeout('0m0s'), parseTimeout('1m90s')]).toEqual([510, 0, 150]);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e9 }), (seconds) => {
        expect(formatTimeout(seconds)).toMatch(PATTERNS.timeout);
        expect(parseTimeout(formatTimeout(seconds))).toBe(seconds);
      }),
    );
  });
  it.each(['', '30s', '5m', '1h0m0s', '1m 0s', '-1m0s', `${'9'.repeat(400)}m0s`])('cannot be read from %j', (text) => {
    expect(codeOf(() => parseTimeout(text))).toBe('ERR_TIMEOUT_INVALID');
  });
  it.each([0, -1, 1.5, NaN, Infinity])('cannot be written for %d seconds', (seconds) => {
    expect(codeOf(() => formatTimeout(seconds))).toBe('ERR_TIMEOUT_INVALID');
  });
});

describe('a quantity', () => {
  it('is written in the largest unit that needs no fraction, and read back', () => {
    expect(formatQuantity(0n)).toBe('0Ki');
    expect(formatQuantity(2n ** 40n)).toBe('1024Gi');
    expect(formatQuantity(2n ** 40n, 'Ei')).toBe('1Ti');
    expect(formatQuantity(1536n * 2n ** 20n, 'Ei')).toBe('1536Mi');
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 18n - 1n }), (kibibytes) => {
        const written = formatQuantity(kibibytes * 1024n);
        expect(written).toMatch(PATTERNS.memory);
        expect(parseQuantity(written)).toBe(kibibytes * 1024n);
      }),
    );
  });
  it.each([-1024n, -1n, 1n, 1025n, (10n ** 18n + 1n) * 1024n])('cannot be written for %d bytes', (bytes) => {
    expect(codeOf(() => formatQuantity(bytes))).toBe('ERR_QUANTITY_INVALID');
  });
});
