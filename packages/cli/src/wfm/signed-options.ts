import { isSignedProfile, type WireProfile } from '@margo-sdk/protocol';
import type { OptionSpecs } from '../command.js';
import { UsageError } from '../usage-error.js';

/** Options of a fleet manager whose clients sign their messages. */
export const SIGNED_OPTIONS = {
  id: { type: 'string' },
  origin: { type: 'string' },
  'tls-certificate': { type: 'string' },
  'tls-key': { type: 'string' },
  'accept-certificates': { type: 'string' },
  'accept-any-certificate': { type: 'boolean' },
} as const satisfies OptionSpecs;

/** The lines of help about them. */
export const SIGNED_HELP = `  --id ID                What it is called, spiffe://<trust-domain>/margo/wfm/<wfm-id>; its clients are named after it
  --origin URL           What devices have as its address: it is signed as well
  --tls-certificate FILE, --tls-key FILE
                         What it shows as a server, PEM with intermediates, and the private key; read again on change
  --accept-certificates FOLDER
                         Let in devices whose certificate is a .pem file in this folder at that moment
  --accept-any-certificate
                         Let in every device that asks`;

/** What was given of them. */
export interface SignedCall {
  readonly id?: string;
  readonly origin?: string;
  readonly 'tls-certificate'?: string;
  readonly 'tls-key'?: string;
  readonly 'accept-certificates'?: string;
  readonly 'accept-any-certificate'?: boolean;
}

/** Options that speak of certificates in connections. */
const OF_MUTUAL_TLS = [
  ...['certificate', 'key', 'trust-bundle', 'trust-bundle-url', 'pin', 'anchor'],
  ...['accept', 'accept-file', 'accept-any-client', 'trusted-proxy', 'fault'],
];

/** Refuses options that mean nothing in a profile: whoever gives them expects something of them. */
export const refuseOfOtherProfiles = (call: object, profile: WireProfile): void => {
  const names = isSignedProfile(profile) ? OF_MUTUAL_TLS : Object.keys(SIGNED_OPTIONS);
  const surplus = names.find((name) => Object.hasOwn(call, name) && call[name as keyof typeof call] !== undefined);
  if (surplus === undefined) return;
  throw new UsageError(
    `margo wfm does not take --${surplus} in the profile ${profile}.`,
    'margo wfm --help says which options belong to which profile.',
  );
};
