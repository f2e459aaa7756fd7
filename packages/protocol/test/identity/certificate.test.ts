import { X509Certificate } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { MargoError } from '@margo-sdk/spec-model';
import { createDevelopmentIssuer, type DevelopmentIssuer } from '@margo-sdk/testkit';
import { parseTrustBundle, readCertificate } from '../../src/identity/index.js';

const derOf = ({ certificate }: { certificate: string }): Uint8Array => new X509Certificate(certificate).raw;
const INVALID = expect.objectContaining({ code: 'ERR_CERTIFICATE_INVALID' }) as Error;

describe('reading a certificate', () => {
  let issuer: DevelopmentIssuer;
  beforeAll(async () => {
    issuer = await createDevelopmentIssuer({ trustDomain: 'factory.example' });
  });

  it('finds the SPIFFE id, the key usage and the validity of a leaf', async () => {
    const notBefore = new Date('2026-02-03T04:05:06Z');
    const notAfter = new Date('2061-02-03T04:05:06Z'); // past 2049 times are written in another type
    const der = derOf(
      await issuer.issueClient('line-1', 'press-7', { notBefore, notAfter, dnsNames: ['press.example'] }),
    );
    expect(readCertificate(der)).toEqual({
      uriNames: ['spiffe://factory.example/margo/wfm/line-1/client/press-7'],
      isCa: false,
      keyUsage: ['digitalSignature'],
      notBefore,
      notAfter,
      keyFault: undefined,
      signatureFault: undefined,
    });
  });

  it('sees an authority as one', () => {
    const [anchor] = parseTrustBundle(issuer.trustBundle()).anchors;
    const facts = readCertificate(anchor!.certificate);
    expect(facts).toMatchObject({
      isCa: true,
      keyUsage: ['keyCertSign', 'cRLSign'],
      uriNames: ['spiffe://factory.example'],
    });
  });

  it('agrees with OpenSSL about validity and authority', async () => {
    for (const isCa of [true, false]) {
      const der = derOf(await issuer.issueClient('line-1', 'press-7', { isCa }));
      const facts = readCertificate(der);
      const openSsl = new X509Certificate(der);
      expect(facts.isCa).toBe(openSsl.ca);
      expect(facts.notBefore).toEqual(new Date(openSsl.validFrom));
      expect(facts.notAfter).toEqual(new Date(openSsl.validTo));
    }
  });

  it('takes a name that looks like two in print for the one that it is (CVE-2021-44532)', async () => {
    const name = 'spiffe://factory.example/x, URI:spiffe://factory.example/margo/wfm/line-1';
    const der = derOf(await issuer.issue('spiffe://factory.example/x', { uriNames: [name] }));
    expect(readCertificate(der).uriNames).toEqual([name]);
  });

  it.each([
    ['nothing', ''],
    ['no element', '30'],
    ['an indefinite length', '3080'],
    ['a length of five bytes', '30850000000001'],
    ['more than there is', '3005'],
    ['a long tag', '3f8101'],
    ['an empty sequence', '3000'],
    ['text', Buffer.from('-----BEGIN CERTIFICATE-----').toString('hex')],
  ])('refuses %s', (_, hex) => {
    expect(() => readCertificate(Buffer.from(hex, 'hex'))).toThrow(INVALID);
  });

  it('refuses a certificate with something after it', async () => {
    const der = derOf(await issuer.issueFleetManager('line-1'));
    expect(() => readCertificate(Buffer.concat([der, Uint8Array.of(5, 0)]))).toThrow(INVALID);
    expect(() => readCertificate(der.subarray(0, -1))).toThrow(INVALID);
  });

  it('refuses an extension that is there twice (RFC 5280 §4.2)', async () => {
    const der = derOf(await issuer.issueFleetManager('line-1'));
    // Turns the subject key identifier (2.5.29.14) into a second key usage (2.5.29.15).
    const at = Buffer.from(der).indexOf(Buffer.from('0603551d0e', 'hex'));
    const doubled = Uint8Array.from(der);
    doubled[at + 4] = 0x0f;
    expect(() => readCertificate(doubled)).toThrow(INVALID);
  });

  it('answers damaged bytes with facts or one kind of error, never with another', async () => {
    const der = derOf(await issuer.issueFleetManager('line-1'));
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(der.length - 1), fc.integer({ min: 0, max: 255 })), { maxLength: 4 }),
        (changes) => {
          const damaged = Uint8Array.from(der);
          for (const [at, byte] of changes) damaged[at] = byte;
          try {
            readCertificate(damaged);
          } catch (error) {
            expect(MargoError.isInstance(error) && error.code).toBe('ERR_CERTIFICATE_INVALID');
          }
        },
      ),
    );
  });
});
