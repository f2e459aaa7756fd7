import type { RegisteredCertificate, RegisteredClient, Revocation } from '@margo-sdk/orchestrator-client';

/** A client for people: a line, and one for each of its certificates. */
export const clientLines = (client: RegisteredClient): readonly string[] => [
  `${client.clientId}  ${standingOf(client)}`,
  ...client.certificates.map((one) => `  ${one.fingerprint}  ${countsUntil(one)}`),
];

/** A client for programs. */
export const clientJson = ({
  clientId,
  admittedAtMs,
  onboardedAtMs,
  certificates,
  revoked,
}: RegisteredClient): object => ({
  clientId,
  admittedAt: timeOf(admittedAtMs),
  onboardedAt: onboardedAtMs === null ? null : timeOf(onboardedAtMs),
  revoked: revocationJson(revoked),
  certificates: certificates.map((one) => ({
    fingerprint: one.fingerprint,
    keyId: one.keyId,
    admittedAt: timeOf(one.admittedAtMs),
    validUntil: one.validUntilMs === null ? null : timeOf(one.validUntilMs),
    revoked: revocationJson(one.revoked),
  })),
});

const standingOf = ({ revoked, onboardedAtMs }: RegisteredClient): string => {
  if (revoked !== null) return wordsOf(revoked);
  return onboardedAtMs === null ? 'registered, and has not asked yet' : `let in at ${timeOf(onboardedAtMs)}`;
};

const countsUntil = ({ revoked, validUntilMs, admittedAtMs }: RegisteredCertificate): string => {
  if (revoked !== null) return wordsOf(revoked);
  return `since ${timeOf(admittedAtMs)}${validUntilMs === null ? '' : `, replaced and good until ${timeOf(validUntilMs)}`}`;
};

const wordsOf = ({ atMs, by, reason }: Revocation): string => `revoked at ${timeOf(atMs)} by ${by}: ${reason}`;

const revocationJson = (revoked: Revocation | null): object | null =>
  revoked && { at: timeOf(revoked.atMs), by: revoked.by, reason: revoked.reason };

const timeOf = (ms: number): string => new Date(ms).toISOString();
