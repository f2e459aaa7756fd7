import { signMessage, verifyMessage, type HttpMessage, type SignMessageOptions } from '@margo-sdk/protocol/signatures';
import { describe, expect, it } from 'vitest';
import { MADE_AT, REPORT, policy, sign } from './messages.js';
import { BOUND_RESPONSE, TEST_REQUEST, TEST_RESPONSE, request } from './rfc9421-vectors.js';

/** What a signer gets to sign, line by line. */
const baseOf = async (message: HttpMessage, components: readonly string[], more: Partial<SignMessageOptions> = {}) => {
  let base = '';
  const signBytes = (bytes: Uint8Array): Uint8Array => {
    base = new TextDecoder().decode(bytes);
    return new Uint8Array(64);
  };
  const signer = { algorithm: 'ed25519', sign: signBytes } as const;
  await signMessage(message, { signer, label: 'sig1', components, created: new Date(0), ...more });
  return base.split('\n');
};
const valueOf = async (message: HttpMessage, component: string): Promise<string> => {
  const [line = '', ...others] = await baseOf(message, [component]);
  expect(others).toHaveLength(1);
  return line;
};
const refuses = async (message: HttpMessage, component: string): Promise<void> => {
  await expect(baseOf(message, [component])).rejects.toMatchObject({ code: 'ERR_SIGNATURE_COMPONENT_INVALID' });
};

describe('derived components (RFC 9421 section 2.2)', () => {
  const asked = request('GET', 'https://WWW.Example.com:443/a%2Fb//c?param=value&Pet=dog', {});

  it.each([
    ['@method', 'GET'],
    ['@target-uri', 'https://WWW.Example.com:443/a%2Fb//c?param=value&Pet=dog'],
    ['@authority', 'www.example.com'],
    ['@scheme', 'https'],
    ['@request-target', '/a%2Fb//c?param=value&Pet=dog'],
    ['@path', '/a%2Fb//c'],
    ['@query', '?param=value&Pet=dog'],
  ])('%s', async (component, value) => {
    expect(await valueOf(asked, component)).toBe(`"${component}": ${value}`);
  });

  it.each([
    ['https://example.com', '@path', '/'],
    ['https://example.com', '@query', '?'],
    ['https://example.com?', '@query', '?'],
    ['https://example.com?a=/b', '@path', '/'],
    ['https://example.com?a=/b', '@request-target', '/?a=/b'],
    ['https://example.com:8443/', '@authority', 'example.com:8443'],
    ['http://example.com:80/', '@authority', 'example.com'],
    ['http://example.com:443/', '@authority', 'example.com:443'],
    ['https://[2001:db8::1]:443/', '@authority', '[2001:db8::1]'],
  ])('of %s: %s is %s', async (targetUri, component, value) => {
    expect(await valueOf(request('GET', targetUri, {}), component)).toBe(`"${component}": ${value}`);
  });

  it.each(['/foo', 'ftp://example.com/', 'https://', 'https://user@example.com/', 'https://example.com/#a'])(
    'are none of %s',
    async (targetUri) => refuses(request('GET', targetUri, {}), '@path'),
  );

  it.each([
    ['var', 'this%20is%20a%20big%0Amultiline%20value'],
    ['bar', 'with%20plus%20whitespace'],
    ['fa%C3%A7ade%22%3A%20', 'something'],
    ['punctuation', '%7E%21%27%28%29*-._'],
    ['empty', ''],
  ])('take one parameter of the query: %s', async (name, value) => {
    const query = new URLSearchParams({
      var: 'this is a big\nmultiline value',
      bar: 'with plus whitespace',
      'façade": ': 'something',
      punctuation: `~!'()*-._`,
      empty: '',
    });
    const component = `"@query-param";name="${name}"`;
    const asking = request('GET', `https://example.com/parameters?${query.toString()}`, {});
    expect(await valueOf(asking, component)).toBe(`${component}: ${value}`);
  });

  it.each(['Cat', 'pet', 'a', '%50et', '%', 'a b'])('are none for the parameter %s', async (name) => {
    await refuses(request('GET', 'https://example.com/?Pet=dog&a=1&a=2&a+b=3', {}), `"@query-param";name="${name}"`);
  });

  it('belong to requests or to responses', async () => {
    expect(await valueOf(TEST_RESPONSE, '@status')).toBe('"@status": 200');
    expect(await valueOf(BOUND_RESPONSE, '"@method";req')).toBe('"@method";req: POST');
    for (const component of ['@method', '@target-uri', '@path', '"@status";req'])
      await refuses(TEST_RESPONSE, component);
    for (const component of ['@status', '"@method";req']) await refuses(TEST_REQUEST, component);
  });

  it.each(['@Method', '@signature-params', '@unknown', '@', '@toString', '@query-param', '"@query-param";name'])(
    'are no others: %s',
    async (component) => refuses(TEST_REQUEST, component),
  );
});

describe('fields (RFC 9421 section 2.1)', () => {
  const fields = request('GET', 'https://example.com/', {
    'cache-control': ['max-age=60', '   must-revalidate'],
    'x-folded': 'Obsolete\r\n    line folding.',
    'x-empty': '',
    'x-twice': [' one ', 'two\t'],
    'x-dictionary': ' a=1,    b=2;x=1;y=2,   c=(a   b   c)',
    'content-digest': 'sha-256=:AAA=:,   sha-512=:AAA=:',
    priority: 'u=1, u=',
    'x-other': 'ä',
    'x-broken': 'a\nb: c',
    'x-zero': 'a\0b',
  });

  it.each([
    ['cache-control', 'max-age=60, must-revalidate'],
    ['x-folded', 'Obsolete line folding.'],
    ['x-empty', ''],
    ['x-twice', 'one, two'],
    ['x-dictionary', 'a=1,    b=2;x=1;y=2,   c=(a   b   c)'],
    ['"content-digest";sf', 'sha-256=:AAA=:, sha-512=:AAA=:'],
    ['"x-dictionary";key="a"', '1'],
    ['"x-dictionary";key="b"', '2;x=1;y=2'],
    ['"x-dictionary";key="c"', '(a b c)'],
    ['"x-twice";bs', ':b25l:, :dHdv:'],
    ['"x-other";bs', ':5A==:'],
  ])('%s', async (component, value) => {
    const text = component.startsWith('"') ? component : `"${component}"`;
    expect(await valueOf(fields, component)).toBe(`${text}: ${value}`);
  });

  it.each([
    ['that is not there', 'x-missing'],
    ['that is not ASCII', 'x-other'],
    ['with a line break', 'x-broken'],
    ['with a control character', 'x-zero'],
    ['without such a member', '"x-dictionary";key="d"'],
    ['that is no dictionary', '"x-folded";key="a"'],
    ['whose type is not known', '"x-dictionary";sf'],
    ['that is not of its type', '"priority";sf'],
    ['in two forms', '"x-twice";bs;sf'],
    ['with something unknown about it', '"x-twice";other'],
    ['with a flag that is not set', '"x-twice";bs=?0'],
    ['with a flag that is no flag', '"x-twice";bs="1"'],
    ['with a key that is no text', '"x-twice";key=1'],
    ['with what belongs to others', '"x-twice";name="a"'],
    ['in a trailer where there are none', '"x-twice";tr'],
    ['with no name', '""'],
    ['with a name that is none', '"x twice"'],
    ['that was not closed', '"x-twice'],
    ['that is no text', 'x-twice;tr'],
  ])('refuses one %s', async (_, component) => refuses(fields, component));

  it('come from trailers where that is asked for', async () => {
    const trailers = (name: string): readonly string[] => (name === 'expires' ? ['never'] : []);
    expect(await valueOf({ ...fields, trailers }, '"expires";tr')).toBe('"expires";tr: never');
  });

  it('may be written in capitals, as the text of the older profiles does (M-57)', async () => {
    const components = ['@method', '@target-uri', 'Content-Digest'];
    expect(await baseOf(REPORT, components)).toContain(`"Content-Digest": ${REPORT.fields('content-digest').join()}`);
    expect(await verifyMessage(await sign(REPORT, { components }), policy())).toMatchObject({
      components: ['"@method"', '"@target-uri"', '"Content-Digest"'],
    });
  });
});

describe('covered components', () => {
  it.each([
    [['@method', '@method']],
    [['date', '"date"']],
    [['date', 'Date']],
    [['"date";bs;tr', '"date";tr;bs']],
    [['"DATE";tr', '"date";tr']],
  ])('come once: %s', async (components) => {
    await expect(baseOf(TEST_REQUEST, components)).rejects.toMatchObject({
      code: 'ERR_SIGNATURE_COMPONENT_INVALID',
      message: expect.stringContaining('twice'),
    });
  });

  it('are not shown at any length when they are refused', async () => {
    for (const component of ['x'.repeat(5000), `@${'x'.repeat(5000)}`, `"@query-param";name="${'x'.repeat(5000)}"`]) {
      const refusal = await baseOf(TEST_REQUEST, [component]).catch((error: unknown) => String(error));
      expect(refusal).toMatch(/^SignatureError: .{1,300}$/);
    }
  });

  it('are bounded', async () => {
    const many = Array.from({ length: 33 }, (_, index) => `"@query-param";name="${index}"`);
    await expect(baseOf(TEST_REQUEST, many)).rejects.toMatchObject({ message: expect.stringContaining('32') });
  });

  it('stand in the order in which they were given, with what is said about the signature at the end', async () => {
    const lines = await baseOf(TEST_REQUEST, ['@path', 'date', '@method'], {
      created: MADE_AT,
      expires: new Date(MADE_AT.getTime() + 60_000),
      nonce: 'a"b',
      tag: 'margo',
      nameAlgorithm: true,
    });
    expect(lines).toEqual([
      '"@path": /foo',
      '"date": Tue, 20 Apr 2021 02:07:55 GMT',
      '"@method": POST',
      '"@signature-params": ("@path" "date" "@method");created=1772359200;expires=1772359260;alg="ed25519"' +
        ';nonce="a\\"b";tag="margo"',
    ]);
  });
});
