import type { DeploymentStatusManifest } from '@margo-sdk/spec-model';
import type { AbandonmentRecord, DeviceRecord, StatusRecord } from '../fleet-store.js';
import { jsonIn, millisecondsIn, textIn, versionIn, versionText } from './columns.js';
import type { Connection, Row } from './connection.js';
import type { PlainStore } from './plain-store.js';

type Reports = Pick<
  PlainStore,
  | 'devices'
  | 'device'
  | 'putDevice'
  | 'removeDevices'
  | 'statuses'
  | 'status'
  | 'putStatus'
  | 'abandonments'
  | 'putAbandonment'
>;

/** What clients said about their devices and deployments, and what was decided about them. */
export const reportsIn = (connection: Connection): Reports => ({
  ...devicesIn(connection),
  ...statusesIn(connection),
  ...abandonmentsIn(connection),
});

const devicesIn = (connection: Connection): Pick<Reports, 'devices' | 'device' | 'putDevice' | 'removeDevices'> => {
  const all = connection.prepare('SELECT * FROM device WHERE client = ? ORDER BY device_id');
  const one = connection.prepare('SELECT * FROM device WHERE client = ? AND device_id = ?');
  const put = connection.prepare(
    `INSERT INTO device VALUES (?, ?, ?, ?) ON CONFLICT (client, device_id)
     DO UPDATE SET capabilities = excluded.capabilities, received_at_ms = excluded.received_at_ms`,
  );
  const remove = connection.prepare('DELETE FROM device WHERE client = ? AND device_id = ?');
  const device: Reports['device'] = (client, deviceId) => {
    const row = one.one(client, deviceId);
    return row && deviceIn(row);
  };
  return {
    devices: (client) => all.all(client).map(deviceIn),
    device,
    putDevice: (client, { deviceId, capabilities, receivedAtMs }) =>
      connection.transaction(() => {
        const before = device(client, deviceId);
        put.run(client, deviceId, JSON.stringify(capabilities), receivedAtMs);
        return before;
      }),
    removeDevices: (client, deviceIds) =>
      connection.transaction(() => {
        for (const deviceId of deviceIds) remove.run(client, deviceId);
      }),
  };
};

const deviceIn = (row: Row): DeviceRecord => ({
  deviceId: textIn(row, 'device_id'),
  capabilities: jsonIn(row, 'capabilities'),
  receivedAtMs: millisecondsIn(row, 'received_at_ms'),
});

const statusesIn = (connection: Connection): Pick<Reports, 'statuses' | 'status' | 'putStatus'> => {
  const ofAll = connection.prepare('SELECT * FROM status WHERE client = ? ORDER BY deployment_id, device_id');
  const ofOne = connection.prepare('SELECT * FROM status WHERE client = ? AND deployment_id = ? ORDER BY device_id');
  const one = connection.prepare('SELECT * FROM status WHERE client = ? AND deployment_id = ? AND device_id = ?');
  const put = connection.prepare(
    `INSERT INTO status VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (client, deployment_id, device_id)
     DO UPDATE SET adopted_version = excluded.adopted_version, report = excluded.report,
       received_at_ms = excluded.received_at_ms, is_of_removal = excluded.is_of_removal`,
  );
  const status: Reports['status'] = (client, deploymentId, deviceId) => {
    const row = one.one(client, deploymentId, deviceId);
    return row && statusIn(row);
  };
  return {
    statuses: (client, deploymentId) =>
      (deploymentId === undefined ? ofAll.all(client) : ofOne.all(client, deploymentId)).map(statusIn),
    status,
    putStatus: (client, { deploymentId, deviceId, status: reported, receivedAtMs, isOfRemoval }) =>
      connection.transaction(() => {
        const before = status(client, deploymentId, deviceId);
        const { adoptedManifestVersion, ...report } = reported;
        const values = [versionText(adoptedManifestVersion), JSON.stringify(report), receivedAtMs] as const;
        put.run(client, deploymentId, deviceId, ...values, isOfRemoval === true ? 1 : 0);
        return before;
      }),
  };
};

const statusIn = (row: Row): StatusRecord => {
  const report = jsonIn<Omit<DeploymentStatusManifest, 'adoptedManifestVersion'>>(row, 'report');
  return {
    deploymentId: textIn(row, 'deployment_id'),
    deviceId: textIn(row, 'device_id'),
    status: { adoptedManifestVersion: versionIn(row, 'adopted_version'), ...report },
    receivedAtMs: millisecondsIn(row, 'received_at_ms'),
    ...(row['is_of_removal'] === 1 && { isOfRemoval: true }),
  };
};

const abandonmentsIn = (connection: Connection): Pick<Reports, 'abandonments' | 'putAbandonment'> => {
  const all = connection.prepare('SELECT * FROM abandonment WHERE client = ? ORDER BY deployment_id, device_id');
  const put = connection.prepare(
    `INSERT INTO abandonment VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (client, deployment_id, device_id)
     DO UPDATE SET decided_by = excluded.decided_by, abandoned_at_ms = excluded.abandoned_at_ms,
       manifest_version = excluded.manifest_version, last_report_at_ms = excluded.last_report_at_ms`,
  );
  return {
    abandonments: (client) => all.all(client).map(abandonmentIn),
    putAbandonment: (client, record) => {
      const { deploymentId, deviceId, by, abandonedAtMs, manifestVersion, lastReportAtMs } = record;
      const values = [JSON.stringify(by), abandonedAtMs, versionText(manifestVersion), lastReportAtMs] as const;
      connection.transaction(() => put.run(client, deploymentId, deviceId, ...values));
    },
  };
};

const abandonmentIn = (row: Row): AbandonmentRecord => ({
  deploymentId: textIn(row, 'deployment_id'),
  deviceId: textIn(row, 'device_id'),
  by: jsonIn(row, 'decided_by'),
  abandonedAtMs: millisecondsIn(row, 'abandoned_at_ms'),
  manifestVersion: versionIn(row, 'manifest_version'),
  lastReportAtMs: row['last_report_at_ms'] === null ? null : millisecondsIn(row, 'last_report_at_ms'),
});
