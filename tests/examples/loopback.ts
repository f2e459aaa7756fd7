/** A fleet manager and its device on one machine, with certificates of their own. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { parseTrustBundle, type SpiffeId } from '@margo-sdk/protocol';
import { createMutualTlsFetch, type MutualTlsServer } from '@margo-sdk/protocol/node';
import { createDevelopmentIssuer } from '@margo-sdk/testkit';
import { afterEach } from 'vitest';

export const issuer = await createDevelopmentIssuer({ trustDomain: 'factory.example' });
const trustBundle = parseTrustBundle(issuer.trustBundle());
export const fleetIdentity = { credentials: await issuer.issueFleetManager('line-1'), trustBundle };
const { spiffeId, ...deviceCredentials } = await issuer.issueClient('line-1', 'press-7');
export const CLIENT: SpiffeId = spiffeId;

export const deployment = (revision: string): string => `
id: a3e2f5dc-912e-494f-8395-52cf3769bc06
metadata: { name: hello, namespace: hello, deviceId: press-7 }
spec:
  applicationId: com-example-hello
  deploymentProfile:
    type: helm
    components:
      - name: hello
        properties: { repository: oci://registry.example.com/charts/hello, revision: ${revision} }
`;

const endings: (() => unknown)[] = [];
/** Has something ended with the test, the last thing first. */
export const atTheEnd = (end: () => unknown): void => void endings.push(end);
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

/** Gives the address of a server once it listens. */
export const listen = async (server: MutualTlsServer): Promise<string> => {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  atTheEnd(async () => {
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  });
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

/** What the device, or whoever has these credentials, sends its requests with. */
export const connect = (credentials = deviceCredentials) => {
  const connection = createMutualTlsFetch({ credentials, trustBundle });
  atTheEnd(connection.close);
  return connection.fetch;
};
