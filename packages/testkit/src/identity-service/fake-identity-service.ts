import { once } from 'node:events';
import { X509Certificate, createHash } from 'node:crypto';
import { createServer, type Server } from 'node:https';
import { createServer as createTcpServer, type AddressInfo, type Socket } from 'node:net';
import { formatETag, matchesETag, parseTrustBundle, sha256Digest } from '@margo-sdk/protocol';
import { MargoError } from '@margo-sdk/spec-model';
import { bytesOf } from '../faults/fleet-manager/publication.js';
import { webCertificate, type TrustDocument } from '../faults/identity-service/identity-service-fault.js';
import { IDENTITY_SERVICE_FAULTS, type IdentityServiceFaultName } from '../faults/identity-service/index.js';
import { replyOf, type Reply } from '../fleet-manager/reply.js';
import { createDevelopmentIssuer, type DevelopmentIssuer } from '../issuer/index.js';

/** Options of {@link createFakeIdentityService}. */
export interface FakeIdentityServiceOptions {
  /** Whose bundle is served. */
  readonly issuer: Pick<DevelopmentIssuer, 'trustDomain' | 'trustBundle'>;
  /** Default `127.0.0.1`. */
  readonly host?: string;
  /** Default: any that is free. */
  readonly port?: number;
  /** Milliseconds since 1970 that its own certificate is made for. Default: the system clock. */
  readonly now?: () => number;
}

/** An identity service that misbehaves on demand; see {@link createFakeIdentityService}. */
export interface FakeIdentityService {
  /** Address of the discovery document. */
  readonly discoveryUrl: string;
  /** Address of the trust bundle. */
  readonly bundleUrl: string;
  /** PEM of the root that its server certificate leads to: what a device is given to begin with (TLS-07). */
  readonly initialAnchor: string;
  /** A pin instead: base64 of the SHA-256 of the public key of its own certificate. Roots are not sent, so none is found. */
  readonly initialPin: string;
  /** Documents that were asked for, in the order in which they were. */
  readonly requests: readonly TrustDocument[];
  /** Serves this text as the bundle from now on, as when anchors are replaced. */
  publish(this: void, trustBundle: string): void;
  /** Switches a fault on, for all requests or so many. Gives what switches it off. Throws `ERR_FAULT_UNKNOWN`. */
  fault(this: void, name: IdentityServiceFaultName, options?: { readonly times?: number }): () => void;
  /** Switches all faults off. */
  behave(this: void): void;
  /** Ends all connections and stops listening. */
  close(this: void): Promise<void>;
}

const PATHS = { discovery: '/.well-known/margo', bundle: '/.well-known/spiffe/bundle.json' } as const;

/**
 * Makes an identity service for tests of devices: it serves the discovery document and the trust bundle of a development
 * issuer over HTTPS at `localhost`, with a server certificate from a root of its own, and can have every fault of the
 * catalogue that begins with `trust/`.
 *
 * @param options - whose bundle, and where
 *
 * @example
 * ```ts
 * import { createDevelopmentIssuer, createFakeIdentityService } from '@margo-sdk/testkit';
 *
 * const issuer = await createDevelopmentIssuer({ trustDomain: 'factory.example' });
 * const service = await createFakeIdentityService({ issuer });
 * service.fault('trust/empty-bundle', { times: 1 });
 * console.log(new URL(service.bundleUrl).pathname); // /.well-known/spiffe/bundle.json
 * await service.close();
 * ```
 */
export const createFakeIdentityService = async ({
  issuer,
  host = '127.0.0.1',
  port = 0,
  now = Date.now,
}: FakeIdentityServiceOptions): Promise<FakeIdentityService> => {
  const web = await createDevelopmentIssuer({ trustDomain: 'identity-service.invalid', now: () => new Date(now()) });
  const own = await webCertificate(web);
  const switches: { name: IdentityServiceFaultName; left: number }[] = [];
  const requests: TrustDocument[] = [];
  const sockets = new Set<Socket>();
  let trustBundle = issuer.trustBundle();

  const take = (fits: (name: IdentityServiceFaultName) => boolean): IdentityServiceFaultName | undefined => {
    const one = switches.find(({ name }) => fits(name));
    if (one === undefined) return undefined;
    one.left -= 1;
    if (one.left <= 0) switches.splice(switches.indexOf(one), 1);
    return one.name;
  };

  const right = async (document: TrustDocument, condition: string | null): Promise<Reply> => {
    const discovery = { trustDomain: issuer.trustDomain, trustBundleUri: urlOf('bundle') };
    const body = bytesOf(document === 'bundle' ? trustBundle : JSON.stringify(discovery));
    const etag = formatETag(await sha256Digest(body));
    if (matchesETag(condition, etag)) return { status: 304, headers: { etag }, body: null, delivery: 'whole' };
    return replyOf(new Response(body, { headers: { 'content-type': 'application/json', etag } }));
  };

  const answer = async (url: string, condition: string | null): Promise<Reply> => {
    const document = (Object.keys(PATHS) as TrustDocument[]).find((one) => PATHS[one] === url);
    if (document === undefined) return { status: 404, headers: {}, body: null, delivery: 'whole' };
    requests.push(document);
    const name = take((one) => {
      const fault = IDENTITY_SERVICE_FAULTS[one];
      return fault.kind === 'reply' && fault.of.includes(document);
    });
    const fault = name && IDENTITY_SERVICE_FAULTS[name];
    // What is spoilt is all of it, not what the other end holds already.
    if (fault?.kind === 'reply') return fault.spoil(await right(document, null));
    return right(document, condition);
  };

  const server = ({ certificate, privateKey }: typeof own): Server =>
    createServer({ cert: certificate, key: privateKey }, (message, response) => {
      answer(message.url ?? '', message.headers['if-none-match'] ?? null).then(
        ({ status, headers, body }) => response.writeHead(status, { ...headers, connection: 'close' }).end(body),
        () => response.destroy(),
      );
    }).on('tlsClientError', (_, socket) => socket.destroy());
  const good = server(own);

  const front = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).once('close', () => sockets.delete(socket));
    const name = take((one) => IDENTITY_SERVICE_FAULTS[one].kind === 'identity');
    const fault = name && IDENTITY_SERVICE_FAULTS[name];
    if (fault?.kind !== 'identity') return void good.emit('connection', socket);
    fault.credentials(web, now()).then(
      (shown) => server(shown).emit('connection', socket),
      () => socket.destroy(),
    );
  });
  await once(front.listen(port, host), 'listening');
  const { port: taken } = front.address() as AddressInfo;
  const urlOf = (document: TrustDocument): string => `https://localhost:${taken}${PATHS[document]}`;
  const root = new X509Certificate(parseTrustBundle(web.trustBundle()).anchors[0]?.certificate ?? new Uint8Array());

  return {
    discoveryUrl: urlOf('discovery'),
    bundleUrl: urlOf('bundle'),
    initialAnchor: root.toString(),
    initialPin: createHash('sha256')
      .update(new X509Certificate(own.certificate).publicKey.export({ type: 'spki', format: 'der' }))
      .digest('base64'),
    requests,
    publish: (text) => {
      trustBundle = text;
    },
    fault: (name, { times = Infinity } = {}) => {
      if (!Object.hasOwn(IDENTITY_SERVICE_FAULTS, name))
        throw new MargoError('ERR_FAULT_UNKNOWN', `Expected the name of a fault, got ${JSON.stringify(name)}.`, {
          hint: 'FAULTS lists them all; those whose side is "identity-service" can be switched on here.',
        });
      const one = { name, left: times };
      switches.push(one);
      return () => {
        const at = switches.indexOf(one);
        if (at >= 0) switches.splice(at, 1);
      };
    },
    behave: () => void switches.splice(0),
    close: async () => {
      const closed = once(front, 'close');
      front.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
};
