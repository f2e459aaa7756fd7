import type { Rules } from './rule.js';

/** Rules of deployments (AX), capabilities (CP), status (SX), state manifests (MX), problems (PB), trust (TB). */
export const DEPLOYMENT_AND_WIRE_RULES = {
  'AX-00': {
    severity: 'error',
    section: 'schema',
    summary: 'An application deployment is one readable YAML document of the shape that the schema gives it.',
  },
  'AX-01': {
    severity: 'error',
    section: 'desired state',
    summary: 'id is a UUID and stands at the top level.',
    hint: 'The fleet manager gives the id; it stays the same when the content changes.',
  },
  'AX-02': {
    severity: 'error',
    section: 'desired state',
    summary: 'metadata has a name, a namespace and the deviceId that the deployment is aimed at.',
    hint: 'deviceId is a device, gateway/child, or gateway/* for any child.',
  },
  'AX-03': {
    severity: 'error',
    section: 'desired state',
    summary: 'spec.applicationId is the id of the application description.',
  },
  'AX-04': {
    severity: 'error',
    section: 'desired state',
    summary: 'The deployment profile has the type and the components of one profile of the description.',
    hint: 'Do not copy id and description of the profile.',
  },
  'AX-05': {
    severity: 'error',
    section: 'desired state',
    summary: 'A parameter has a value and targets, and its targets name components of the deployment.',
  },
  'AX-08': {
    severity: 'warning',
    section: 'desired state',
    summary: 'apiVersion and kind are gone from deployments; they are tolerated when read and never written.',
    hint: 'Remove the line.',
  },
  'CP-00': {
    severity: 'error',
    section: 'schema',
    summary: 'A capabilities manifest is one readable document of the shape that the schema gives it.',
  },
  'CP-01': {
    severity: 'error',
    section: 'device capabilities',
    summary: 'properties has id, vendor, modelNumber and serialNumber, none of them empty.',
  },
  'CP-02': {
    severity: 'error',
    section: 'device capabilities',
    summary: 'A device that hosts workloads reports all of what hosting needs; one that does not reports none of it.',
    hint: 'Hosting needs cpus, memory, storage, peripherals, interfaces, otelCollector: true, supportedRuntimes and supportedDeploymentTypes.',
  },
  'CP-03': {
    severity: 'error',
    section: 'device capabilities',
    summary: 'A cpu has a positive number of cores, and an architecture of amd64, arm64 or arm.',
  },
  'CP-04': {
    severity: 'warning',
    section: 'device capabilities',
    summary: 'Memory and storage are whole numbers with a binary unit, for example 59Gi.',
  },
  'CP-05': {
    severity: 'error',
    section: 'device capabilities',
    summary: 'A label is a string, a number, a boolean, or a list of strings or of numbers.',
  },
  'CP-06': {
    severity: 'warning',
    section: 'device capabilities',
    summary: 'A device that offers custom also reports labels to choose it by.',
  },
  'CP-07': {
    severity: 'error',
    section: 'device capabilities',
    summary: 'The root holds properties, labels and extensions, and nothing else.',
  },
  'SX-00': {
    severity: 'error',
    section: 'schema',
    summary: 'A status is one readable document of the shape that the schema gives it.',
  },
  'SX-01': {
    severity: 'error',
    section: 'deployment status',
    summary: 'A state is one of the six, and each component is reported once.',
  },
  'SX-02': {
    severity: 'error',
    section: 'deployment status',
    summary: 'The overall state is the most severe state of the components.',
  },
  'SX-03': {
    severity: 'warning',
    section: 'deployment status',
    summary: 'Whatever failed has an error, and nothing else has one; an error of empty strings is no error.',
  },
  'SX-04': {
    severity: 'error',
    section: 'deployment status',
    summary: 'An error has a code, a source and a message.',
  },
  'SX-05': {
    severity: 'error',
    section: 'deployment status',
    summary: 'deviceId, when given, names a device.',
  },
  'MX-00': {
    severity: 'error',
    section: 'schema',
    summary: 'A state manifest is one readable JSON document of the shape that the schema gives it.',
  },
  'MX-01': {
    severity: 'error',
    section: 'desired state',
    summary: 'A manifest version is an integer from 1 to 2^64-1, written with digits only.',
  },
  'MX-02': {
    severity: 'error',
    section: 'desired state',
    summary: 'bundle is always present, and null exactly when there are no deployments.',
  },
  'MX-03': {
    severity: 'error',
    section: 'desired state',
    summary: 'A reference has the media type, a sha256 digest and a url that ends with the digest.',
    hint: 'A digest is sha256: followed by 64 lower-case hex digits.',
  },
  'MX-04': {
    severity: 'error',
    section: 'desired state',
    summary: 'No deployment stands twice in a manifest.',
  },
  'PB-00': {
    severity: 'error',
    section: 'schema',
    summary: 'A problem document is one readable JSON document of the shape that the schema gives it.',
  },
  'PB-01': {
    severity: 'error',
    section: 'problem types',
    summary: 'A problem document has a type, a title and an integer status.',
  },
  'TB-09': {
    severity: 'error',
    section: 'trust bundle and discovery',
    summary: 'A discovery document names its trust domain and the https address of the trust bundle.',
  },
  'TB-10': {
    severity: 'error',
    section: 'trust bundle and discovery',
    summary: 'A trust bundle has the SPIFFE bundle format: a JSON object with a list of keys.',
  },
  'TB-11': {
    severity: 'error',
    section: 'trust bundle and discovery',
    summary: 'A trust bundle has at least one X.509 anchor: a key for x509-svid whose x5c starts with a certificate.',
    hint: 'Put the base64 of the DER certificate of the authority first in x5c.',
  },
} as const satisfies Rules;
