import type { DevelopmentCredentials, DevelopmentIssuer } from '../../issuer/index.js';
import type { Reply } from '../../fleet-manager/reply.js';
import type { FaultFacts } from '../fault.js';

/** Which of the two documents was asked for. */
export type TrustDocument = 'discovery' | 'bundle';

/** Spoils an answer of an identity service. */
export interface TrustReplyFault extends FaultFacts {
  readonly kind: 'reply';
  readonly of: readonly TrustDocument[];
  readonly spoil: (reply: Reply) => Reply;
}

/** Shows a certificate that no device may accept. */
export interface TrustIdentityFault extends FaultFacts {
  readonly kind: 'identity';
  readonly credentials: (issuer: DevelopmentIssuer, nowMs: number) => Promise<DevelopmentCredentials>;
}

/** A fault of an identity service with what it does. */
export type IdentityServiceFault = TrustReplyFault | TrustIdentityFault;

/** The certificate of a server on the web: a DNS name and no SPIFFE id. */
export const webCertificate = (
  issuer: DevelopmentIssuer,
  options: { readonly dnsName?: string; readonly notBefore?: Date; readonly notAfter?: Date } = {},
): Promise<DevelopmentCredentials> => {
  const { dnsName = 'localhost', ...validity } = options;
  return issuer.issue(`spiffe://${issuer.trustDomain}/identity-service`, {
    uriNames: [],
    dnsNames: [dnsName],
    ...validity,
  });
};
