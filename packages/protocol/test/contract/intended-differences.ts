/** Something that our contract says otherwise than the published one, on purpose. `-` is theirs, `+` is ours. */
export interface Difference {
  readonly matches: RegExp;
  readonly reason: string;
}

/** Differences of the trust bundle interface. */
export const TRUST_BUNDLE: readonly Difference[] = [
  { matches: /^\+ GET .* takes header Accept, required false$/, reason: 'TB-04: the text asks for it' },
  {
    matches: /^\+ GET \/\.well-known\/margo 200 \$\.trustDomain matches /,
    reason: 'the grammar of names of trust domains is that of SPIFFE',
  },
  {
    matches: /^\+ GET \/\.well-known\/margo 200 \$\.trustBundleUri matches \^https:/,
    reason: 'TB-09: stands in the text only',
  },
  {
    matches: /^\+ GET \/\.well-known\/spiffe\/bundle\.json 200 \$(\.| has | needs )(keys|spiffe_)/,
    reason: 'TB-10: the published contract leaves the members to the format of SPIFFE',
  },
];

/** Differences of the workload management interface. */
export const WORKLOAD_MANAGEMENT: readonly Difference[] = [
  {
    matches: /^- GET \/api\/v1\/deployments 200 \$ needs bundle\.(mediaType|digest|url)$/,
    reason: 'M-05: members with a dot in their name are asked for, which no valid manifest has',
  },
  {
    matches: /^\+ GET \/api\/v1\/deployments 200 \$\.bundle needs (mediaType|digest|url)$/,
    reason: 'M-05: they are members of the bundle, and it needs them',
  },
  {
    matches: /^\+ .*\.mediaType may equal application\/vnd\.margo\.bundle\.v1\+tar\+gzip$/,
    reason: 'DS-12: the one value stands in the text only',
  },
  {
    matches: /^[-+] .*\.(manifestVersion|adoptedManifestVersion) may be (number|integer)$/,
    reason: 'M-06: the number is an unsigned 64-bit integer',
  },
  { matches: /^- deployment\.metadata needs annotations$/, reason: 'M-11: no such member exists any more' },
  { matches: /^\+ deployment needs id$/, reason: 'M-11: the text requires it, and DS-16 compares with it' },
  {
    matches: /^\+ deployment\.spec\.deploymentProfile\.type may equal custom$/,
    reason: 'M-11: devices may report the type custom, so a deployment may have it',
  },
  {
    matches: /^[-+] deployment\.spec\.applicationId matches \^\[/,
    reason: 'the same characters in another order: the model writes the expression once',
  },
  { matches: /^\+ .* matches \^sha256:/, reason: 'DS-29: the grammar of digests stands in the text only' },
  {
    matches: /^\+ .*(deploymentId|deployment\.id) matches \^\[0-9a-fA-F\]\{8\}-/,
    reason: 'DS-46: that it is a UUID stands in the text only',
  },
  {
    matches: /^\+ deployment\..*components\[\]\.name matches /,
    reason: 'component names are those of the application description, which has this expression',
  },
  {
    matches: /^\+ GET \/api\/v1\/deployments\/\{deploymentId\}\/\{digest\} answers 304$/,
    reason: 'M-24: the text allows If-None-Match on it (DS-41)',
  },
  {
    matches: /^\+ POST .*\.error needs (code|source|message)$/,
    reason: 'M-09: the text requires all three',
  },
  {
    matches: /^\+ deployment\..*\.matchExpressions\[\]\.values\[\] may be (string|number|boolean)$/,
    reason: 'anything else cannot be compared with a property or a label (CAP-04)',
  },
  {
    matches: /^\+ deployment\.spec\.parameters\.\*\.value(\[\])? may be (string|number|boolean|array)$/,
    reason: 'values have the data types that the application description can declare',
  },
];
