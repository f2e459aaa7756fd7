import { createProblem, problemResponse, WIRE_PROFILES, type WireResource } from '@margo-sdk/protocol';
import { deleteCapabilities } from './delete-capabilities.js';
import { getBundle } from './get-bundle.js';
import { getDeployment } from './get-deployment.js';
import { getStateManifest } from './get-state-manifest.js';
import type { Handler, HandlerContext } from './handler.js';
import { postDeploymentStatus } from './post-deployment-status.js';
import { putCapabilities } from './put-capabilities.js';

/** A resource with the operations that it has. */
interface Route {
  readonly pattern: RegExp;
  readonly operations: Readonly<Record<string, Handler<never>>>;
}

const resource = <Resource extends WireResource>(
  name: Resource,
  operations: Readonly<Record<string, Handler<Resource>>>,
): Route => ({ pattern: patternOf(WIRE_PROFILES.rc3[name]), operations });

/** Only the device id spans segments: its slashes may come as they are (M-52). Capital letters make another path. */
const patternOf = (template: string): RegExp =>
  new RegExp(
    `^${template.replace(/\{(\w+)\}/g, (_, name: string) => `(?<${name}>${name === 'deviceId' ? '.+' : '[^/]+'})`)}$`,
    's',
  );

/** The first that fits counts; `status` must not be taken for a digest. */
const ROUTES: readonly Route[] = [
  resource('stateManifest', { GET: getStateManifest }),
  resource('deploymentStatus', { POST: postDeploymentStatus }),
  resource('deployment', { GET: getDeployment }),
  resource('bundle', { GET: getBundle }),
  resource('capabilities', { PUT: putCapabilities, DELETE: deleteCapabilities }),
];

/** Finds the operation that a request asks for and lets it answer; what no operation is asked for is refused. */
export const route = async (request: Request, context: HandlerContext): Promise<Response> => {
  const { pathname } = new URL(request.url);
  const { maxPathLength } = context.limits;
  if (pathname.length > maxPathLength)
    return problemResponse(createProblem(414, { detail: `A path may have ${maxPathLength} characters.` }));

  for (const { pattern, operations } of ROUTES) {
    const match = pattern.exec(pathname);
    if (match === null) continue;
    // HEAD is GET without the body (RFC 9110 §9.3.2).
    const method = request.method === 'HEAD' ? 'GET' : request.method;
    const operation = Object.hasOwn(operations, method) ? operations[method] : undefined;
    if (operation === undefined) return methodNotAllowed(request.method, operations);
    const parameters = decode(match.groups ?? {});
    if (parameters === undefined)
      return problemResponse(createProblem(400, { detail: 'The path has a broken percent-encoding.' }));
    const response = await operation(request, parameters, context);
    return request.method === 'HEAD' ? withoutBody(response) : response;
  }
  return problemResponse(createProblem(404, { detail: 'The workload-management interface has no such path.' }));
};

const decode = (groups: Readonly<Record<string, string>>): Record<string, string> | undefined => {
  try {
    return Object.fromEntries(Object.entries(groups).map(([name, text]) => [name, decodeURIComponent(text)]));
  } catch {
    return undefined;
  }
};

const methodNotAllowed = (method: string, operations: Route['operations']): Response => {
  const allowed = Object.keys(operations).flatMap((name) => (name === 'GET' ? ['GET', 'HEAD'] : [name]));
  const Allow = allowed.join(', ');
  return problemResponse(createProblem(405, { detail: `${method} was asked for; there is ${Allow}.` }), { Allow });
};

const withoutBody = ({ status, headers }: Response): Response => new Response(null, { status, headers });
