import type { Difference } from './intended-differences.js';

/** What both contracts with signed messages say otherwise than the published ones. */
const SIGNED: readonly Difference[] = [
  {
    matches: /^[-+] (openapi 3\.|security (PayloadSignature|messageSignature) is )/,
    reason:
      'LG-09: the published scheme is a header that the text has given up for RFC 9421; and one version of OpenAPI',
  },
  {
    matches: /^\+ (GET|POST|PUT|DELETE) \S+ (400|401|403|404|406|422) (is application\/json|\$)/,
    reason: 'the text shows what a refusal looks like, and the published contract only has it at onboarding',
  },
  {
    matches: /^\+ (GET|POST) \S+ answers (401|403)$/,
    reason: 'LG-11: whatever is signed can be refused for its signature',
  },
  {
    matches: /^\+ GET \/api\/v1\/onboarding\/certificate answers 404$/,
    reason: 'LG-02: a fleet manager need not hand out its certificate here',
  },
  {
    matches: /^\+ GET \/api\/v1\/onboarding\/certificate 200 \$ needs certificate$/,
    reason: 'an answer without it says nothing',
  },
  { matches: /^\+ POST \/api\/v1\/onboarding 201 \$ needs clientId$/, reason: 'an answer without it says nothing' },
  {
    matches: /^\+ \S+ \S+ .*\$\.(certificate|clientId) matches /,
    reason: 'LG-03: base64, and a text that can stand in a path, are in the text only',
  },
  {
    matches: /^- .* needs bundle\.(mediaType|digest|url)$/,
    reason: 'M-05: members with a dot in their name are asked for, which no valid manifest has',
  },
  {
    matches: /^\+ .*\.bundle needs (mediaType|digest|url)$/,
    reason: 'M-05: they are members of the bundle, and it needs them',
  },
  {
    matches: /^\+ .*\.mediaType may equal application\/vnd\.margo\.bundle\.v1\+tar\+gzip$/,
    reason: 'DS-12: the one value stands in the text only',
  },
  {
    matches: /^\+ deployment\.kind may equal ApplicationDeployment$/,
    reason: 'the published contract has it as a default, and no other value makes sense',
  },
  {
    matches: /^[-+] .*\.manifestVersion may be (number|integer)$/,
    reason: 'M-06: the number is an unsigned 64-bit integer',
  },
  { matches: /^\+ .*[dD]igest matches \^sha256:/, reason: 'DS-29: the grammar of digests stands in the text only' },
  {
    matches: /^\+ .*(deploymentId|deployment\.id|annotations\.id) matches \^\[0-9a-fA-F\]\{8\}-/,
    reason: 'DS-46: that it is a UUID stands in the text only',
  },
  {
    matches: /^\+ GET \S+\/deployments\/\{deploymentId\}\/\{digest\} answers 304$/,
    reason: 'M-24: the text allows If-None-Match on it (DS-41)',
  },
  {
    matches: /^\+ POST .*\.error needs (code|source|message)$/,
    reason: 'M-09: the text requires them',
  },
  {
    matches: /^\+ deployment\..*components\[\]\..* matches /,
    reason: 'components are those of the application description, which has these expressions',
  },
  {
    matches: /^- deployment\..*components\[\]\.properties needs (repository|packageLocation)$/,
    reason: 'which of both is needed depends on the type of the profile, and is judged by a rule',
  },
  {
    matches: /^\+ deployment\.spec\.parameters\.\*\.value(\[\])? may be (string|number|boolean|array)$/,
    reason: 'values have the data types that the application description can declare',
  },
];

/** Differences of 1.0.0-rc.2 with message signatures. */
export const RC2_SIGNED: readonly Difference[] = [
  ...SIGNED,
  {
    matches: /^- (POST|PUT) .* body \$ needs (apiVersion|kind)$/,
    reason: 'the last files before mutual TLS leave both out, and such peers are served as well',
  },
  {
    matches: /^[-+] deployment(\.metadata|\.spec)? (needs|has) (id|annotations|deviceId|applicationId)$/,
    reason: 'text and contract have the ids in different places, and both are read (A-44)',
  },
  {
    matches: /^\+ deployment\.metadata\.annotations(\.applicationId)? /,
    reason: 'text and contract have the ids in different places, and both are read (A-44)',
  },
  {
    matches: /^[-+] deployment\.spec\.applicationId matches \^\[/,
    reason: 'the same characters in another order: the model writes the expression once',
  },
  {
    matches: /^- deployment\.spec.* is closed$/,
    reason: 'peers add members of their own, which are told of and left alone',
  },
];

/** Differences of preview release 1. */
export const PR1: readonly Difference[] = [
  ...SIGNED,
  {
    matches: /^\+ .*\.bundle may be null$/,
    reason: 'DS-09: the published contract says so in the words of OpenAPI 3.0',
  },
  {
    matches: /^\+ (POST|PUT) .* body \$\.kind may equal (DeviceCapabilities|DeploymentStatus)$/,
    reason: 'the first files of the preview have these names, and such peers are served as well',
  },
  {
    matches: /^\+ (POST|PUT) .* body \$\.properties\.id matches /,
    reason: 'the id of a device has had this grammar in the text ever since',
  },
  {
    matches: /^\+ (POST|PUT) .* may equal (Gateway|x86_64)$/,
    reason: 'documents of that time have these names',
  },
  {
    matches: /^- (POST|PUT) .*\.resources needs (peripherals|interfaces)$/,
    reason: 'documents of that time leave them out where there are none',
  },
  {
    matches: /^[-+] deployment(\.metadata|\.spec)?(\.annotations)?(\.id|\.applicationId)? (has|needs|may be|matches) /,
    reason: 'the text has the ids among the annotations, the contract elsewhere, and both are read (A-44)',
  },
  { matches: /^\+ deployment\.spec\.deploymentProfile\.type may equal helm\.v3$/, reason: 'the name in the text' },
];
