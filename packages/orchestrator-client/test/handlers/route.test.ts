import { describe, expect, it } from 'vitest';
import { createFleet, expectProblem, MONITOR, PRESS } from '../fixture.js';

describe('the router', () => {
  it.each([
    '/',
    '/api/v1',
    '/api/v1/',
    '/api/v1/deployments/',
    '/api/v1//deployments',
    '/API/v1/deployments',
    '/api/v1/Deployments',
    '/api/v2/deployments',
    `/api/v1/deployments/${MONITOR}`,
    `/api/v1/deployments/${MONITOR}/status/more`,
    '/api/v1/bundles',
    '/api/v1/capabilities',
    '/api/v1/capabilities/',
    '/api/v1/capabilities/..',
    '/api/v1/capabilities/%2e%2e/deployments/..',
    '/api/v1/onboarding',
    '/api/v1/clients/press-7/deployments',
  ])('knows no path %s (PT-10, PT-11)', async (path) => {
    const problem = await expectProblem(await createFleet().ask('GET', path), 404, 'about:blank');
    expect(problem.title).toBe('Not Found');
  });

  it.each([
    ['POST', '/api/v1/deployments', 'GET, HEAD'],
    ['DELETE', '/api/v1/deployments', 'GET, HEAD'],
    ['OPTIONS', '/api/v1/deployments', 'GET, HEAD'],
    ['PUT', `/api/v1/deployments/${MONITOR}/sha256:00`, 'GET, HEAD'],
    ['GET', `/api/v1/deployments/${MONITOR}/status`, 'POST'],
    ['HEAD', `/api/v1/deployments/${MONITOR}/status`, 'POST'],
    ['PUT', `/api/v1/deployments/${MONITOR}/status`, 'POST'],
    ['PATCH', '/api/v1/bundles/sha256:00', 'GET, HEAD'],
    ['GET', '/api/v1/capabilities/press-7', 'PUT, DELETE'],
    ['POST', '/api/v1/capabilities/gw/press-7', 'PUT, DELETE'],
    ['CONSTRUCTOR', '/api/v1/deployments', 'GET, HEAD'],
  ])('refuses %s %s and says what there is: %s (RFC 9110 §15.5.6)', async (method, path, allow) => {
    const response = await createFleet().ask(method, path);
    expect(response.headers.get('Allow')).toBe(allow);
    await expectProblem(response, 405, 'about:blank');
  });

  it.each(['constructor', 'toString', '__proto__'])('does not take %s for an operation', async (method) => {
    await expectProblem(await createFleet().ask(method, '/api/v1/deployments'), 405, 'about:blank');
  });

  it('refuses a broken percent-encoding (PT-01)', async () => {
    await expectProblem(await createFleet().ask('DELETE', '/api/v1/capabilities/%zz'), 400, 'invalid-request');
    await expectProblem(await createFleet().ask('DELETE', '/api/v1/capabilities/%ff'), 400, 'invalid-request');
  });

  it('refuses a path that is too long, before anything is looked up', async () => {
    const path = '/api/v1/capabilities/';
    const fleet = createFleet({ maxPathLength: 100 });
    await expectProblem(await fleet.ask('DELETE', path + 'a'.repeat(100 - path.length)), 404, 'device-not-found');
    await expectProblem(await fleet.ask('DELETE', path + 'a'.repeat(101 - path.length)), 414, 'about:blank');
    await expectProblem(await createFleet().ask('GET', `/${'a'.repeat(8000)}`), 414, 'about:blank');
  });

  it('ignores a query', async () => {
    const fleet = createFleet();
    await fleet.publish(PRESS, []);
    expect((await fleet.ask('GET', '/api/v1/deployments?version=9')).status).toBe(200);
  });
});
