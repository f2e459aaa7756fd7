import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseTrustBundle, trustDomainOf, type SpiffeId } from '@margo-sdk/protocol';
import {
  createTrustSource,
  followTrustSource,
  readCredentials,
  type MutualTlsIdentity,
} from '@margo-sdk/protocol/node';
import { freshCredentials, type DevelopmentPki } from '../fleet-folder/development-pki.js';
import { readNeeded, type Source } from '../input/read-input.js';
import { printable } from '../terminal.js';
import type { IdentitySources } from './identity-options.js';

/** Who a command is, and how it stays so for as long as it runs. */
export interface Identity {
  readonly id: SpiffeId;
  readonly now: MutualTlsIdentity;
  /** Hands renewed certificates and bundles on, until `close`. */
  follow(this: void, target: { reload(identity: MutualTlsIdentity): void }): void;
  close(this: void): void;
}

/** Told of what went wrong while the command runs, and of what a person should know. */
export type Tell = (message: string) => void;

/** How often files are looked at, and the certificate of a development issuer is. */
const LOOK_AGAIN_MS = 60_000;

/** The identity that the issuer of a development fleet gives; renewed before it ends. */
export const developmentIdentity = async (
  at: string,
  pki: DevelopmentPki,
  tell: Tell,
  clientId?: string,
): Promise<Identity> =>
  keptFresh(async () => {
    const { certificate, privateKey } = await freshCredentials(at, pki, clientId);
    return { certificate, privateKey, bundle: pki.issuer.trustBundle() };
  }, tell);

/**
 * The identity that files give, with the trust bundle from a file or from the identity service.
 *
 * @throws UsageError when a file cannot be read; MargoError when it cannot be used, or no bundle comes
 */
export const identityFrom = async (sources: IdentitySources, source: Source, tell: Tell): Promise<Identity> => {
  const text = async (name: string): Promise<string> => new TextDecoder().decode(await readNeeded(name, source));
  const { bundle } = sources;
  await warnOfOpenKey(sources.key, source, tell);
  const own = async () => ({ certificate: await text(sources.certificate), privateKey: await text(sources.key) });
  if ('file' in bundle) return keptFresh(async () => ({ ...(await own()), bundle: await text(bundle.file) }), tell);

  let credentials = await own();
  const { id } = readCredentials(credentials);
  const trust = await createTrustSource({
    trustDomain: trustDomainOf(id),
    bundleUrl: bundle.url,
    authenticate: { pins: bundle.pins, anchors: await Promise.all(bundle.anchors.map(text)) },
    onEvent: (event) => tell(`trust bundle: ${event.type}${'error' in event ? `: ${messageOf(event.error)}` : ''}`),
  });
  let stop = (): void => undefined;
  return {
    id,
    now: { credentials, trustBundle: trust.bundle },
    follow: (target) => {
      const ends = [
        followTrustSource({
          source: trust,
          target,
          credentials: () => credentials,
          onFailed: (error) => tell(error.message),
        }),
        lookAgain(async () => {
          const next = await own();
          if (next.certificate === credentials.certificate && next.privateKey === credentials.privateKey) return;
          target.reload({ credentials: next, trustBundle: trust.bundle });
          credentials = next;
        }, tell),
      ];
      stop = () => ends.forEach((end) => end());
    },
    close: () => {
      stop();
      trust.close();
    },
  };
};

interface Texts {
  readonly certificate: string;
  readonly privateKey: string;
  readonly bundle: string;
}

const keptFresh = async (read: () => Promise<Texts>, tell: Tell): Promise<Identity> => {
  let texts = await read();
  const now = identityOf(texts);
  let stop = (): void => undefined;
  return {
    id: readCredentials(now.credentials).id,
    now,
    follow: (target) => {
      stop = lookAgain(async () => {
        const next = await read();
        const isSame = next.certificate === texts.certificate && next.bundle === texts.bundle;
        if (isSame && next.privateKey === texts.privateKey) return;
        target.reload(identityOf(next));
        texts = next;
      }, tell);
    },
    close: () => stop(),
  };
};

const identityOf = ({ certificate, privateKey, bundle }: Texts): MutualTlsIdentity => ({
  credentials: { certificate, privateKey },
  trustBundle: parseTrustBundle(bundle),
});

/** Does something now and then, and goes on when it fails. */
export const lookAgain = (look: () => Promise<void>, tell: Tell): (() => void) => {
  const timer = setInterval(() => {
    // What is there stays: files may be half replaced at this moment.
    look().catch((error: unknown) => tell(`The certificate was not renewed: ${messageOf(error)}`));
  }, LOOK_AGAIN_MS);
  timer.unref();
  return () => clearInterval(timer);
};

/** Tells when others than the owner of a key may open it. */
export const warnOfOpenKey = async (key: string, { folder }: Source, tell: Tell): Promise<void> => {
  const found = await stat(resolve(folder, key)).catch(() => undefined);
  if (process.platform !== 'win32' && found && (found.mode & 0o007) !== 0)
    tell(`Everybody on this machine may open ${printable(key)}; chmod 600 ends that.`);
};

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
