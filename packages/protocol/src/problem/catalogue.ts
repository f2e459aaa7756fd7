/** Every Margo problem type starts with this; nobody else's may (PT-06). */
export const PROBLEM_NAMESPACE = 'https://docs.margo.org/specification/problem-types';

/** The problem types that Margo registers: what stands behind the `#`, with the status and title that go with it. */
export const PROBLEM_TYPES = {
  'invalid-request': { status: 400, title: 'Invalid Request' },
  'not-authorized': { status: 403, title: 'Not Authorized' },
  'gateway-not-found': { status: 404, title: 'Gateway not found' },
  'device-not-found': { status: 404, title: 'Device Not Found' },
  'deployment-not-found': { status: 404, title: 'Deployment Not Found' },
  'invalid-bundle': { status: 404, title: 'Invalid Bundle' },
  'server-cannot-generate-response': { status: 406, title: 'Server Cannot Generate Response' },
  'semantic-error': { status: 422, title: 'Semantic Error' },
} as const;

/** Name of a registered problem type, for example `semantic-error`. */
export type ProblemType = keyof typeof PROBLEM_TYPES;

/**
 * Writes the URI of a registered type; a client compares it as a whole and never fetches it (PT-03, PT-09).
 *
 * @example
 * ```ts
 * import { problemTypeUri } from '@margo-sdk/protocol';
 *
 * console.log(problemTypeUri('device-not-found')); // https://docs.margo.org/specification/problem-types#device-not-found
 * ```
 */
export const problemTypeUri = (type: ProblemType): `${typeof PROBLEM_NAMESPACE}#${ProblemType}` =>
  `${PROBLEM_NAMESPACE}#${type}`;

/**
 * Finds the registered type that a URI names.
 *
 * @returns `undefined` for `about:blank`, vendors' own types and anything unknown: go by the status then (PT-07)
 *
 * @example
 * ```ts
 * import { problemTypeOf } from '@margo-sdk/protocol';
 *
 * console.log(problemTypeOf('https://docs.margo.org/specification/problem-types#semantic-error')); // semantic-error
 * ```
 */
export const problemTypeOf = (uri: string | undefined): ProblemType | undefined =>
  (Object.keys(PROBLEM_TYPES) as ProblemType[]).find((type) => problemTypeUri(type) === uri);

/** Titles of the statuses that a fleet manager may answer with although Margo names no type for them (PT-10, PT-11). */
export const STATUS_PHRASES = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  406: 'Not Acceptable',
  408: 'Request Timeout',
  409: 'Conflict',
  411: 'Length Required',
  413: 'Content Too Large',
  414: 'URI Too Long',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  431: 'Request Header Fields Too Large',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
} as const;

/** A status that {@link STATUS_PHRASES} has a title for. */
export type ProblemStatus = keyof typeof STATUS_PHRASES;
