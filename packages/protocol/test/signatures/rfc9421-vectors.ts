import type { HttpMessage, HttpRequestMessage, HttpResponseMessage } from '@margo-sdk/protocol/signatures';

/** Keys, messages and signatures of RFC 9421, section 2.4 and appendix B. The keys are public on purpose. */

const pem = (label: string, base64: string): string => `-----BEGIN ${label}-----\n${base64}\n-----END ${label}-----\n`;

export const RSA_PSS_PUBLIC_KEY = pem(
  'PUBLIC KEY',
  `MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAr4tmm3r20Wd/PbqvP1s2
+QEtvpuRaV8Yq40gjUR8y2Rjxa6dpG2GXHbPfvMs8ct+Lh1GH45x28Rw3Ry53mm+
oAXjyQ86OnDkZ5N8lYbggD4O3w6M6pAvLkhk95AndTrifbIFPNU8PPMO7OyrFAHq
gDsznjPFmTOtCEcN2Z1FpWgchwuYLPL+Wokqltd11nqqzi+bJ9cvSKADYdUAAN5W
Utzdpiy6LbTgSxP7ociU4Tn0g5I6aDZJ7A8Lzo0KSyZYoA485mqcO0GVAdVw9lq4
aOT9v6d+nb4bnNkQVklLQ3fVAvJm+xdDOp9LCNCN48V2pnDOkFV6+U9nV5oyc6XI
2wIDAQAB`,
);
export const P256_PUBLIC_KEY = pem(
  'PUBLIC KEY',
  `MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEqIVYZVLCrPZHGHjP17CTW0/+D9Lf
w0EkjqF7xB4FivAxzic30tMM4GF+hR6Dxh71Z50VGGdldkkDXZCnTNnoXQ==`,
);
export const ED25519_PUBLIC_KEY = pem('PUBLIC KEY', 'MCowBQYDK2VwAyEAJrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=');
export const ED25519_PRIVATE_KEY = pem(
  'PRIVATE KEY',
  'MC4CAQAwBQYDK2VwBCIEIJ+DYvh6SEqVTm50DFtMDoQikTmiCqirVv9mWG9qfSnF',
);
export const SHARED_SECRET = Buffer.from(
  'uzvJfB4u3N0Jy4T7NZ75MDVcr8zSTInedJtkgcu46YW4XByzNJjxBdtjUkdJPBtbmHhIDi6pcl8jsasjlTMtDQ==',
  'base64',
);

type Fields = Readonly<Record<string, string | readonly string[]>>;

const fieldsOf =
  (fields: Fields) =>
  (name: string): readonly string[] =>
    Object.hasOwn(fields, name) ? [fields[name] ?? []].flat() : [];

export const request = (method: string, targetUri: string, fields: Fields): HttpRequestMessage => ({
  method,
  targetUri,
  fields: fieldsOf(fields),
});

/** The same message with more fields. */
export const withFields = <Message extends HttpMessage>(message: Message, more: Fields): Message => ({
  ...message,
  fields: (name: string) => (Object.hasOwn(more, name) ? fieldsOf(more)(name) : message.fields(name)),
});

export const TEST_REQUEST = request('POST', 'https://example.com/foo?param=Value&Pet=dog', {
  host: 'example.com',
  date: 'Tue, 20 Apr 2021 02:07:55 GMT',
  'content-type': 'application/json',
  'content-digest':
    'sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:',
  'content-length': '18',
});

export const TEST_RESPONSE: HttpResponseMessage = {
  status: 200,
  fields: fieldsOf({
    date: 'Tue, 20 Apr 2021 02:07:56 GMT',
    'content-type': 'application/json',
    'content-digest':
      'sha-512=:mEWXIS7MaLRuGgxOBdODa3xqM1XdEvxoYhvlCFJ41QJgJc4GTsPp29l5oGX69wWdXymyU0rjJuahq4l5aGgfLQ==:',
    'content-length': '23',
  }),
};

/** Section 2.4: a response that is bound to its request. */
export const BOUND_RESPONSE: HttpResponseMessage = {
  status: 503,
  request: TEST_REQUEST,
  fields: fieldsOf({
    date: 'Tue, 20 Apr 2021 02:07:56 GMT',
    'content-type': 'application/json',
    'content-length': '62',
    'content-digest':
      'sha-512=:0Y6iCBzGg5rZtoXS95Ijz03mslf6KAMCloESHObfwnHJDbkkWWQz6PhhU9kxsTbARtY2PTBOzq24uJFpHsMuAg==:',
  }),
};

const CLIENT_CERT =
  ':MIIBqDCCAU6gAwIBAgIBBzAKBggqhkjOPQQDAjA6MRswGQYDVQQKDBJMZXQncyBBdXRoZW50aWNhdGUxGzAZBgNVBAMMEkxBIEludGVybWVka' +
  'WF0ZSBDQTAeFw0yMDAxMTQyMjU1MzNaFw0yMTAxMjMyMjU1MzNaMA0xCzAJBgNVBAMMAkJDMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE8Yn' +
  'XXfaUgmnMtOXU/IncWalRhebrXmckC8vdgJ1p5Be5F/3YC8OthxM4+k1M6aEAEFcGzkJiNy6J84y7uzo9M6NyMHAwCQYDVR0TBAIwADAfBgNVH' +
  'SMEGDAWgBRm3WjLa38lbEYCuiCPct0ZaSED2DAOBgNVHQ8BAf8EBAMCBsAwEwYDVR0lBAwwCgYIKwYBBQUHAwIwHQYDVR0RAQH/BBMwEYEPYmR' +
  'jQGV4YW1wbGUuY29tMAoGCCqGSM49BAMCA0gAMEUCIBHda/r1vaL6G3VliL4/Di6YK0Q6bMjeSkC3dFCOOB8TAiEAx/kHSB4urmiZ0NX5r5Xar' +
  'mPk0wmuydBVoU4hBVZ1yhk=:';

/** Appendix B.3: behind a proxy that ends TLS. */
export const PROXIED_REQUEST = request('POST', 'https://service.internal.example/foo?param=Value&Pet=dog', {
  date: 'Tue, 20 Apr 2021 02:07:55 GMT',
  'content-type': 'application/json',
  'content-length': '18',
  'client-cert': CLIENT_CERT,
});

/** Appendix B.4: what may happen on the way. */
export const TRANSFORMED_REQUEST = request('GET', 'https://example.org/demo?name1=Value1&Name2=value2', {
  date: 'Fri, 15 Jul 2022 14:24:55 GMT',
  accept: ['application/json', '*/*'],
});

/** A signature of the RFC: the message, both headers, and the key. */
export interface Vector {
  readonly name: string;
  readonly message: HttpMessage;
  readonly label: string;
  readonly input: string;
  readonly signature: string;
  readonly key: 'rsa-pss-sha512' | 'ecdsa-p256-sha256' | 'ed25519' | 'hmac-sha256';
}

export const VECTORS: readonly Vector[] = [
  {
    name: 'B.2.1, which covers nothing',
    message: TEST_REQUEST,
    label: 'sig-b21',
    input: '();created=1618884473;keyid="test-key-rsa-pss";nonce="b3k2pp5k7z-50gnwp.yemd"',
    signature:
      'd2pmTvmbncD3xQm8E9ZV2828BjQWGgiwAaw5bAkgibUopemLJcWDy/lkbbHAve4cRAtx31Iq786U7it++wgGxbtRxf8Udx7zFZsckzXaJMkA7' +
      'ChG52eSkFxykJeNqsrWH5S+oxNFlD4dzVuwe8DhTSja8xxbR/Z2cOGdCbzR72rgFWhzx2VjBqJzsPLMIQKhO4DGezXehhWwE56YCE+O6c0mKZ' +
      'sfxVrogUvA4HELjVKWmAvtl6UnCh8jYzuVG5WSb/QEVPnP5TmcAnLH1g+s++v6d4s8m0gCw1fV5/SITLq9mhho8K3+7EPYTU8IU1bLhdxO5Ny' +
      't8C8ssinQ98Xw9Q==',
    key: 'rsa-pss-sha512',
  },
  {
    name: 'B.2.2, which covers a part of the query',
    message: TEST_REQUEST,
    label: 'sig-b22',
    input:
      '("@authority" "content-digest" "@query-param";name="Pet");created=1618884473;keyid="test-key-rsa-pss"' +
      ';tag="header-example"',
    signature:
      'LjbtqUbfmvjj5C5kr1Ugj4PmLYvx9wVjZvD9GsTT4F7GrcQEdJzgI9qHxICagShLRiLMlAJjtq6N4CDfKtjvuJyE5qH7KT8UCMkSowOB4+ECx' +
      'CmT8rtAmj/0PIXxi0A0nxKyB09RNrCQibbUjsLS/2YyFYXEu4TRJQzRw1rLEuEfY17SARYhpTlaqwZVtR8NV7+4UKkjqpcAoFqWFQh62s7Cl+' +
      'H2fjBSpqfZUJcsIk4N6wiKYd4je2U/lankenQ99PZfB4jY3I5rSV2DSBVkSFsURIjYErOs0tFTQosMTAoxk//0RoKUqiYY8Bh0aaUEb0rQl3/' +
      'XaVe4bXTugEjHSw==',
    key: 'rsa-pss-sha512',
  },
  {
    name: 'B.2.3, which covers everything',
    message: TEST_REQUEST,
    label: 'sig-b23',
    input:
      '("date" "@method" "@path" "@query" "@authority" "content-type" "content-digest" "content-length")' +
      ';created=1618884473;keyid="test-key-rsa-pss"',
    signature:
      'bbN8oArOxYoyylQQUU6QYwrTuaxLwjAC9fbY2F6SVWvh0yBiMIRGOnMYwZ/5MR6fb0Kh1rIRASVxFkeGt683+qRpRRU5p2voTp768ZrCUb38K' +
      '0fUxN0O0iC59DzYx8DFll5GmydPxSmme9v6ULbMFkl+V5B1TP/yPViV7KsLNmvKiLJH1pFkh/aYA2HXXZzNBXmIkoQoLd7YfW91kE9o/CCoC1' +
      'xMy7JA1ipwvKvfrs65ldmlu9bpG6A9BmzhuzF8Eim5f8ui9eH8LZH896+QIF61ka39VBrohr9iyMUJpvRX2Zbhl5ZJzSRxpJyoEZAFL2FUo5f' +
      'TIztsDZKEgM4cUA==',
    key: 'rsa-pss-sha512',
  },
  {
    name: 'B.2.4, of a response',
    message: TEST_RESPONSE,
    label: 'sig-b24',
    input: '("@status" "content-type" "content-digest" "content-length");created=1618884473;keyid="test-key-ecc-p256"',
    signature: 'wNmSUAhwb5LxtOtOpNa6W5xj067m5hFrj0XQ4fvpaCLx0NKocgPquLgyahnzDnDAUy5eCdlYUEkLIj+32oiasw==',
    key: 'ecdsa-p256-sha256',
  },
  {
    name: 'B.2.5, with a shared secret',
    message: TEST_REQUEST,
    label: 'sig-b25',
    input: '("date" "@authority" "content-type");created=1618884473;keyid="test-shared-secret"',
    signature: 'pxcQw6G3AjtMBQjwo8XzkZf/bws5LelbaMk5rGIGtE8=',
    key: 'hmac-sha256',
  },
  {
    name: 'B.2.6, by Ed25519',
    message: TEST_REQUEST,
    label: 'sig-b26',
    input:
      '("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473' +
      ';keyid="test-key-ed25519"',
    signature: 'wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==',
    key: 'ed25519',
  },
  {
    name: 'B.3, behind a proxy that ends TLS',
    message: PROXIED_REQUEST,
    label: 'ttrp',
    input: '("@path" "@query" "@method" "@authority" "client-cert");created=1618884473;keyid="test-key-ecc-p256"',
    signature: 'xVMHVpawaAC/0SbHrKRs9i8I3eOs5RtTMGCWXm/9nvZzoHsIg6Mce9315T6xoklyy0yzhD9ah4JHRwMLOgmizw==',
    key: 'ecdsa-p256-sha256',
  },
  {
    name: 'B.4, before it is changed on the way',
    message: TRANSFORMED_REQUEST,
    label: 'transform',
    input: '("@method" "@path" "@authority" "accept");created=1618884473;keyid="test-key-ed25519"',
    signature: 'ZT1kooQsEHpZ0I1IjCqtQppOmIqlJPeo7DHR3SoMn0s5JZ1eRGS0A+vyYP9t/LXlh5QMFFQ6cpLt2m0pmj3NDA==',
    key: 'ed25519',
  },
  {
    name: '2.4, of a response that is bound to its request',
    message: BOUND_RESPONSE,
    label: 'reqres',
    input:
      '("@status" "content-digest" "content-type" "@authority";req "@method";req "@path";req "content-digest";req)' +
      ';created=1618884479;keyid="test-key-ecc-p256"',
    signature: 'dMT/A/76ehrdBTD/2Xx8QuKV6FoyzEP/I9hdzKN8LQJLNgzU4W767HK05rx1i8meNQQgQPgQp8wq2ive3tV5Ag==',
    key: 'ecdsa-p256-sha256',
  },
];
