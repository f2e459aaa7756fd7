import { it } from 'vitest';
import { createFleet, deployment, expectProblem, PRESS } from '../../packages/orchestrator-client/test/fixture.js';

it('a fleet manager serves no other version of the contract (VM-04)', async () => {
  const fleet = createFleet();
  await fleet.publish(PRESS, [deployment()]);
  for (const version of ['v0', 'v2', 'v1alpha2', 'V1'])
    await expectProblem(await fleet.ask('GET', `/api/${version}/deployments`), 404, 'about:blank');
  const Accept = 'application/vnd.margo.manifest.v0+json';
  const response = await fleet.ask('GET', '/api/v1/deployments', { headers: { Accept } });
  await expectProblem(response, 406, 'server-cannot-generate-response');
});
