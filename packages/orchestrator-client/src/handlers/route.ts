import { createProblem, joinBasePath, type ProfileFacts, type WireResource } from '@margo-sdk/protocol';
import { answerProblem, refuse } from './answer.js';
import { deleteCapabilities } from './delete-capabilities.js';
import { getBundle } from './get-bundle.js';
import { getDeployment } from './get-deployment.js';
import { getStateManifest } from './get-state-manifest.js';
import type { FleetOperation, Handler, HandlerContext } from './handler.js';
import { postDeploymentStatus } from './post-deployment-status.js';
import { putCapabilities } from './put-capabilities.js';
import { readRequestPath } from './request-path.js';
import type { HandlerAnswer, HandlerRequest } from './request.js';

/** An operation with the name under which it is counted. */
type Named<Resource extends WireResource> = readonly [FleetOperation, Handler<Resource>];

/** A resource with the operations that it has. */
interface Route {
  readonly pattern: RegExp;
  readonly operations: Readonly<Record<string, Named<never>>>;
}

/** Finds the operation that a request asks for and lets it answer; what no operation is asked for is refused. */
export type Router = (request: HandlerRequest, context: HandlerContext) => Promise<HandlerAnswer>;

/**
 * Makes the router of a profile.
 *
 * @param facts - what the profile has
 * @param basePath - below which path the interface is served (M-04)
 * @throws MargoError `ERR_BASE_PATH_INVALID`
 */
export const createRouter = (facts: ProfileFacts, basePath: string): Router => {
  const routes = routesOf(facts, joinBasePath(basePath, ''));
  return async (request, context) => {
    const { method, target } = request;
    const { maxPathLength } = context.limits;
    if (target.length > maxPathLength && pathLength(target) > maxPathLength)
      return refuse(414, { detail: `A path may have ${maxPathLength} characters.` });
    const path = readRequestPath(target);
    if (path === undefined)
      return refuse('invalid-request', { detail: 'The path must be written without detours and fragments.' });

    for (const { pattern, operations } of routes) {
      const match = pattern.exec(path);
      if (match === null) continue;
      // HEAD is GET without the body (RFC 9110 §9.3.2).
      const name = method === 'HEAD' ? 'GET' : method;
      const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
      if (operation === undefined) return methodNotAllowed(method, operations);
      const parameters = decode(match.groups);
      if (parameters === undefined)
        return refuse('invalid-request', { detail: 'The path has a broken percent-encoding.' });
      const answer =
        (await context.limitRate(operation[0])) ??
        refuseOtherClient(parameters, context) ??
        (await operation[1](request, parameters, context));
      return method === 'HEAD' ? { ...answer, body: null } : answer;
    }
    return refuse(404, { detail: 'The workload-management interface has no such path.' });
  };
};

/** The first that fits counts; `status` must not be taken for a digest. */
const routesOf = ({ paths, capabilities }: ProfileFacts, base: string): readonly Route[] => {
  const resource = <Resource extends WireResource>(
    name: Resource,
    operations: Readonly<Record<string, Named<Resource>>>,
  ): Route => ({ pattern: patternOf(base, paths[name]), operations });

  const write: Named<'capabilities'> = ['putCapabilities', putCapabilities];
  return [
    resource('stateManifest', { GET: ['getStateManifest', getStateManifest] }),
    resource('deploymentStatus', { POST: ['postDeploymentStatus', postDeploymentStatus] }),
    resource('deployment', { GET: ['getDeployment', getDeployment] }),
    resource('bundle', { GET: ['getBundle', getBundle] }),
    resource('capabilities', {
      // Both write what is reported, whichever way a client takes it: it may have lost its memory, or we ours.
      [capabilities.first]: write,
      [capabilities.again]: write,
      ...(capabilities.canDelete && { DELETE: ['deleteCapabilities', deleteCapabilities] }),
    }),
  ];
};

/** Only the device id spans segments: its slashes may come as they are (M-52). Capital letters make another path. */
const patternOf = (base: string, template: string): RegExp => {
  const literal = base.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const path = template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = name === 'deviceId' ? '.+' : '[^/]+';
    return `(?<${name}>${value})`;
  });
  return new RegExp(`^${literal}${path}$`, 's');
};

/** A query is no part of the path. */
const pathLength = (target: string): number => {
  const end = target.indexOf('?');
  return end < 0 ? target.length : end;
};

type Parameters = Readonly<Record<string, string>>;

const NONE: Parameters = {};

const decode = (groups: Parameters = NONE): Parameters | undefined => {
  if (groups === NONE) return NONE;
  try {
    return Object.fromEntries(Object.entries(groups).map(([name, text]) => [name, decodeURIComponent(text)]));
  } catch {
    return undefined;
  }
};

/** Where paths name the client, that is only an address: who is calling is known already (API-07). */
const refuseOtherClient = ({ clientId }: Parameters, context: HandlerContext): HandlerAnswer | undefined =>
  clientId === undefined || clientId === context.clientId
    ? undefined
    : refuse('not-authorized', { detail: 'The path names another client.' });

const methodNotAllowed = (method: string, operations: Route['operations']): HandlerAnswer => {
  const allowed = Object.keys(operations).flatMap((name) => (name === 'GET' ? ['GET', 'HEAD'] : [name]));
  const Allow = allowed.join(', ');
  return answerProblem(createProblem(405, { detail: `${method} was asked for; there is ${Allow}.` }), { Allow });
};
