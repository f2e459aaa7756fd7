import { describe, expect, it } from 'vitest';
import { capabilities, createFleet, deployment, PRESS, ROBOT } from '../fixture.js';

/** A fleet that writes down what it tells. */
const setUp = (fail = false) => {
  const told: unknown[] = [];
  const failures: unknown[] = [];
  const tell = (...what: unknown[]): void => {
    told.push(what);
    if (fail) throw new Error('listener');
  };
  const fleet = createFleet({
    onCapabilities: (client, { deviceId }) => tell('reported', client, deviceId),
    onDevicesRemoved: (client, deviceIds) => tell('removed', client, deviceIds),
    onPublished: (client, { manifestVersion }) => tell('published', client, manifestVersion),
    onError: (error, { request }) => failures.push([error, request]),
  });
  const put = (id: string, as = PRESS) =>
    fleet.ask('PUT', `/api/v1/capabilities/${id}`, { as, body: capabilities(id) });
  return { fleet, told, failures, put };
};

describe('what a fleet manager tells its embedder', () => {
  it('is each report of capabilities that was stored, and each device that is gone', async () => {
    const { fleet, told, put } = setUp();
    for (const id of ['gw', 'gw/a', 'lonely/child']) await put(id);
    await fleet.ask('DELETE', '/api/v1/capabilities/gw');
    await fleet.ask('DELETE', '/api/v1/capabilities/gw');
    expect(told).toEqual([
      ['reported', PRESS, 'gw'],
      ['reported', PRESS, 'gw/a'],
      ['removed', PRESS, ['gw', 'gw/a']],
    ]);
  });

  it('is each new manifest, and none that is the same as before', async () => {
    const { fleet, told } = setUp();
    await fleet.publish(PRESS, [deployment()]);
    await fleet.publish(PRESS, [deployment()]);
    await fleet.update(ROBOT, { set: [deployment()] });
    await fleet.update(PRESS, { set: [deployment()] });
    await fleet.publish(PRESS, []);
    expect(told).toEqual([
      ['published', PRESS, 1n],
      ['published', ROBOT, 1n],
      ['published', PRESS, 2n],
    ]);
  });

  it('changes no answer, whatever a listener does', async () => {
    const { fleet, failures, put } = setUp(true);
    expect((await put('press-7')).status).toBe(201);
    expect((await fleet.publish(PRESS, [])).changed).toBe(true);
    expect((await fleet.ask('DELETE', '/api/v1/capabilities/press-7')).status).toBe(204);
    expect(failures).toEqual([
      [new Error('listener'), 'PUT /api/v1/capabilities/press-7'],
      [new Error('listener'), 'publish'],
      [new Error('listener'), 'DELETE /api/v1/capabilities/press-7'],
    ]);
  });
});
