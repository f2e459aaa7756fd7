export { readCertificate, type CertificateFacts, type KeyUsage } from './certificate.js';
export { parseClientCert, parseClientCertChain } from './client-cert-header.js';
export { PeerRefusedError, type PeerRefusal } from './peer-refused-error.js';
export { judgePeer, type PeerExpectation, type PresentedPeer } from './peer.js';
export {
  fleetManagerIdOf,
  margoIdentityOf,
  parseSpiffeId,
  spiffeIdOf,
  trustDomainOf,
  type MargoIdentity,
  type MargoRole,
  type SpiffeId,
} from './spiffe-id.js';
export {
  parseTrustBundle,
  stringifyTrustBundle,
  type AnchorKey,
  type ParsedTrustBundle,
  type ParseTrustBundleOptions,
  type TrustAnchor,
  type TrustBundle,
} from './trust-bundle.js';
