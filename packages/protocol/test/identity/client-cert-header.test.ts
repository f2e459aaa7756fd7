import { describe, expect, it } from 'vitest';
import { parseClientCert, parseClientCertChain } from '../../src/identity/index.js';

const REFUSED = expect.objectContaining({ code: 'ERR_PEER_NO_CERTIFICATE' }) as Error;

describe('Client-Cert', () => {
  it('is one byte sequence between colons (M-51)', () => {
    expect([...parseClientCert(' :AQID: ')]).toEqual([1, 2, 3]);
    expect([...parseClientCert(':AQ==:')]).toEqual([1]);
  });

  it.each([
    '',
    '::',
    'AQID',
    ':AQID',
    'AQID:',
    ':AQID:;a=1',
    ':AQID:, :AQID:',
    ':AQ:',
    ':AQ=:',
    ':AR==:',
    ':A===:',
    ':AQ ID:',
    ':AQ-_:',
    '"AQID"',
    '-----BEGIN%20CERTIFICATE-----%0AAQID',
  ])('%j is none (M-51, TLS-24)', (value) => {
    expect(() => parseClientCert(value)).toThrow(REFUSED);
  });
});

describe('Client-Cert-Chain', () => {
  it('is a list of them, also of none (M-51)', () => {
    expect(parseClientCertChain(':AQID:,:AQ==:  ,  :AQI=:').map((one) => one.length)).toEqual([3, 1, 2]);
    expect(parseClientCertChain('')).toEqual([]);
  });

  it('has ten at most, each as strict as the one of the client (M-51)', () => {
    expect(parseClientCertChain(Array(10).fill(':AQID:').join(','))).toHaveLength(10);
    expect(() => parseClientCertChain(Array(11).fill(':AQID:').join(','))).toThrow(REFUSED);
    expect(() => parseClientCertChain(','.repeat(1024 * 1024))).toThrow(REFUSED);
    expect(() => parseClientCertChain(':AQID:,')).toThrow(REFUSED);
    expect(() => parseClientCertChain(':AQID:;a')).toThrow(REFUSED);
  });
});
