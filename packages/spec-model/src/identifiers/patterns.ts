/** Every regular expression that the specification gives for a string, once. Sources: OpenAPI rc3, LinkML rc3. */
export const PATTERNS = {
  /** ApplicationDescription.id and spec.applicationId. */
  applicationId: /^[a-z0-9-]{1,200}$/,
  /** ApplicationDeployment.id: a UUID. */
  deploymentId: /^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$/,
  /** A device, or a device behind a gateway (`gateway/child`). */
  deviceId: /^[A-Za-z0-9._~-]+(\/[A-Za-z0-9._~-]+)*$/,
  /** Where a deployment is aimed: a device, or `gateway/*` for any child. */
  deviceTarget: /^[A-Za-z0-9._~-]+(\/[A-Za-z0-9._~-]+)*(\/\*)?$/,
  /** Label of a DNS name (RFC 1123): what Kubernetes takes as the name of a thing or of a namespace. */
  dnsLabel: /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/,
  /** Component names: lower-case letters, digits and dashes. */
  componentName: /^[a-z0-9-]+$/,
  /** Content digest; the only algorithm in use is sha256, hex is lower case. */
  digest: /^sha256:[0-9a-f]{64}$/,
  /** OCI repository of a component. */
  repository: /^oci:\/\/.+/,
  /** SemVer 2.0 without a leading `v`; build metadata follows `_` because OCI tags cannot hold `+`. */
  revision:
    /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-((?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)(?:\.(?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*))?(?:_([0-9a-zA-Z-]+(?:\.[0-9a-zA-Z-]+)*))?$/,
  /** Tag of an OCI artifact, as the distribution specification has it. */
  tag: /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/,
  /** Installation timeout, for example `8m30s`. */
  timeout: /^\d+m\d+s$/,
  /** Required memory. */
  memory: /^[0-9]+(Mi|Gi|Ki)$/,
  /** Required storage. */
  storage: /^[0-9]+(Mi|Gi|Ki|Ti|Pi|Ei)$/,
  /** An author's address. The specification's `.*@[a-z0-9.-]*`, searched for (A-04), asks for no more than this. */
  email: /@/,
  /** Vendor extension members. */
  extensionKey: /^x-[a-z][a-z0-9-]*-extensions$/,
  /** JSON Pointer, RFC 6901, other than the whole document. */
  jsonPointer: /^(\/([^~/]|~[01])*)+$/,
  /** Name of an environment variable that a Compose component reads. */
  environmentVariable: /^[A-Za-z_][A-Za-z0-9_]*$/,
} as const;
