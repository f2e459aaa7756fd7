import { STATES, type State } from '@margo-sdk/spec-model';
import { fleetView, type FleetFacts, type FleetState } from '@margo-sdk/state-machine';
import { describe, expect, test } from 'vitest';
import { digestOf } from './support/revisions.js';

const [x, y] = [digestOf('x'), digestOf('y')];

const view = (facts: Omit<FleetFacts, 'newestVersion' | 'reported'>, version: bigint, state: State) =>
  fleetView({ ...facts, newestVersion: 9n, reported: { adoptedManifestVersion: version, state } });

const expectTable = (facts: Omit<FleetFacts, 'newestVersion' | 'reported'>, version: bigint, table: FleetState[]) =>
  expect(STATES.map((state) => view(facts, version, state).state)).toEqual(table);

describe('fleetView, for pending installing installed removing removed failed', () => {
  const wanted = {
    published: [
      { from: 3n, digest: x },
      { from: 7n, digest: y },
    ],
  };
  const withdrawn = {
    published: [
      { from: 3n, digest: x },
      { from: 7n, digest: null },
    ],
  };

  test('wanted, and the report speaks of what is published', () => {
    expectTable(wanted, 8n, ['applying', 'applying', 'converged', 'stale-removing', 'stale-removed', 'failed']);
    expect(view(wanted, 7n, 'installed').current).toBe(true);
  });

  test('wanted, and the report speaks of an earlier revision', () => {
    const stale: FleetState[] = [
      'stale-applying',
      'stale-applying',
      'stale-installed',
      'stale-removing',
      'stale-removed',
      'stale-failed',
    ];
    expectTable(wanted, 6n, stale);
    expect(view(wanted, 6n, 'installed').current).toBe(false);
  });

  test('not wanted any more, whichever version a removal is reported under (L-18, M-32)', () => {
    const table: FleetState[] = [
      'stale-applying',
      'stale-applying',
      'stale-installed',
      'removing',
      'gone',
      'removal-failed',
    ];
    expectTable(withdrawn, 7n, table);
    expectTable(withdrawn, 6n, table);
    expect(view(withdrawn, 7n, 'failed').current).toBe(true);
    expect(view(withdrawn, 6n, 'failed').current).toBe(false);
  });

  test('compares content: the same digest under another version is current (L-25)', () => {
    const back = {
      published: [
        { from: 1n, digest: x },
        { from: 4n, digest: y },
        { from: 7n, digest: x },
      ],
    };
    expect(view(back, 2n, 'installed').state).toBe('converged');
    expect(view(back, 5n, 'installed').state).toBe('stale-installed');
  });

  test('a version from before what is remembered is not current', () => {
    expect(view(wanted, 1n, 'installed')).toEqual({ state: 'stale-installed', current: false, silent: false });
  });

  test('a device that is ahead of everything published is told apart (restored fleet manager)', () => {
    for (const state of STATES) expect(view(wanted, 10n, state).state).toBe('ahead');
    expect(view(wanted, 9n, 'installed').state).toBe('converged');
  });

  test('without a report it is unseen, wanted or not', () => {
    expect(fleetView({ newestVersion: 9n, ...wanted }).state).toBe('unseen');
    expect(fleetView({ newestVersion: 9n, ...withdrawn }).state).toBe('unseen');
  });

  test('with nothing ever published there is nothing wanted', () => {
    expect(view({ published: [] }, 1n, 'removed').state).toBe('gone');
  });

  test('is silent only after longer than allowed, and still shows the last state (L-24)', () => {
    const at = (now: number) =>
      view({ ...withdrawn, silence: { lastHeardAt: 1000, now, afterMs: 500 } }, 7n, 'removing');
    expect(at(1500)).toEqual({ state: 'removing', current: true, silent: false });
    expect(at(1501)).toEqual({ state: 'removing', current: true, silent: true });
  });

  test('abandoned ends whatever a removal stands at, except that it is done (L-24)', () => {
    expectTable({ ...withdrawn, abandoned: true }, 7n, [
      'abandoned',
      'abandoned',
      'abandoned',
      'abandoned',
      'gone',
      'abandoned',
    ]);
    expect(fleetView({ newestVersion: 9n, ...withdrawn, abandoned: true }).state).toBe('abandoned');
    expect(view({ ...withdrawn, abandoned: true }, 10n, 'removing').state).toBe('abandoned');
  });

  test('abandoned means nothing while the deployment is wanted (L-24)', () => {
    for (const version of [6n, 8n, 10n])
      for (const state of STATES)
        expect(view({ ...wanted, abandoned: true }, version, state)).toEqual(view(wanted, version, state));
    expect(fleetView({ newestVersion: 9n, ...wanted, abandoned: true }).state).toBe('unseen');
  });

  test('wanted again after it was gone: what the device says of its removal is stale until it starts (L-25)', () => {
    const back = { published: [...withdrawn.published, { from: 9n, digest: x }] };
    expect(view(back, 7n, 'removed')).toEqual({ state: 'stale-removed', current: false, silent: false });
    expect(view(back, 3n, 'installed').state).toBe('converged');
    expect(view(back, 9n, 'pending').state).toBe('applying');
  });

  test('never wanted here, and yet reported on', () => {
    const never = { published: [{ from: 1n, digest: null }] };
    expectTable(never, 4n, [
      'stale-applying',
      'stale-applying',
      'stale-installed',
      'removing',
      'gone',
      'removal-failed',
    ]);
    expect(view(never, 4n, 'removed').current).toBe(true);
  });
});
