import type { OptionSpecs } from '../command.js';
import { UsageError } from '../usage-error.js';

/** Options that say whose certificate to show, and whom to trust. */
export const IDENTITY_OPTIONS = {
  certificate: { type: 'string' },
  key: { type: 'string' },
  'trust-bundle': { type: 'string' },
  'trust-bundle-url': { type: 'string' },
  pin: { type: 'string', multiple: true },
  anchor: { type: 'string', multiple: true },
} as const satisfies OptionSpecs;

/** The lines of help about them. */
export const IDENTITY_HELP = `  --certificate FILE     Own certificate, PEM, intermediates after it
  --key FILE             Its private key, PEM without a passphrase
  --trust-bundle FILE    The trust bundle of the trust domain; files are read again when they change
  --trust-bundle-url URL Where the bundle is fetched and refreshed instead, from a service that is known by
  --pin PIN, --anchor FILE
                         the hash of a public key in base64, or the PEM of an authority; both can be given several times`;

/** What was given of them. */
export interface IdentityCall {
  readonly certificate?: string;
  readonly key?: string;
  readonly 'trust-bundle'?: string;
  readonly 'trust-bundle-url'?: string;
  readonly pin?: readonly string[];
  readonly anchor?: readonly string[];
}

/** Where an identity comes from. */
export interface IdentitySources {
  readonly certificate: string;
  readonly key: string;
  readonly bundle:
    | { readonly file: string }
    | { readonly url: string; readonly pins: readonly string[]; readonly anchors: readonly string[] };
}

/**
 * Reads the options of a call that is not for development.
 *
 * @throws UsageError when one is missing, or two contradict each other
 */
export const identitySourcesOf = (command: string, call: IdentityCall): IdentitySources => {
  const { certificate, key, pin = [], anchor = [] } = call;
  const [file, url] = [call['trust-bundle'], call['trust-bundle-url']];
  const hint = `For a try on one machine: margo ${command} --dev`;
  if (certificate === undefined || key === undefined)
    throw new UsageError(`margo ${command} needs --certificate and --key.`, hint);
  if ((file === undefined) === (url === undefined))
    throw new UsageError(`margo ${command} needs one of --trust-bundle and --trust-bundle-url.`, hint);
  if (file !== undefined) {
    if (pin.length + anchor.length > 0)
      throw new UsageError('--pin and --anchor say how a service is known, and need --trust-bundle-url.');
    return { certificate, key, bundle: { file } };
  }
  if (pin.length + anchor.length === 0)
    throw new UsageError('--trust-bundle-url needs --pin or --anchor: a service is not trusted for being there.');
  return { certificate, key, bundle: { url: url ?? '', pins: pin, anchors: anchor } };
};

/** Refuses options that say who one is where the development issuer says it. */
export const refuseIdentity = (command: string, call: IdentityCall): void => {
  const surplus = Object.keys(IDENTITY_OPTIONS).find((name) => call[name as keyof IdentityCall] !== undefined);
  if (surplus !== undefined)
    throw new UsageError(`margo ${command} --dev makes its own certificate and does not take --${surplus}.`);
};
