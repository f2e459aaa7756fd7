import { ProblemError, TransportError } from '@margo-sdk/protocol';
import type { WorkloadManagementClient } from '@margo-sdk/protocol/client';
import { stringifyJson, type DeviceCapabilitiesManifest, type JsonValue } from '@margo-sdk/spec-model';
import { asError, type CapabilitiesEvent } from '../device-event.js';
import { depthOf, gatewayOf } from '../gateway/child-device.js';

/** What {@link createCapabilitiesReporter} needs. */
export interface CapabilitiesReporterOptions {
  readonly client: Pick<WorkloadManagementClient, 'putCapabilities' | 'deleteCapabilities'>;
  /** What the device is and offers now; then, for a gateway, the same of each device behind it, in any order. */
  readonly current: () => Promise<
    readonly [own: DeviceCapabilitiesManifest, ...children: DeviceCapabilitiesManifest[]]
  >;
  readonly emit: (event: CapabilitiesEvent) => void;
  readonly signal: AbortSignal;
}

/** Tells the fleet manager what a device can do, and the devices behind it. What it knows is not told again. */
export interface CapabilitiesReporter {
  /**
   * Tells what has changed since the fleet manager was told last: the device at first (CAP-14), one call for each
   * (CAP-13). Children that are gone are withdrawn before. One child that is not taken does not keep the others back;
   * it is told as an event and tried again with the next call.
   *
   * @throws what the client throws: the device itself was not taken, or nobody can be reached
   */
  send(): Promise<void>;
  /** Withdraws the device, the devices behind it first (M-53). One that is not known any more is no fault. */
  withdraw(): Promise<void>;
  /** Whether the fleet manager was told of all that there is: nothing else may come before (CAP-01). */
  isDone(): boolean;
}

/**
 * Makes a reporter. It remembers for as long as the process what the fleet manager has acknowledged, and compares what
 * is said: the order of members does not count.
 *
 * @example
 * ```ts
 * import { createCapabilitiesReporter } from '@margo-sdk/device-client';
 * import { parseDeviceCapabilitiesManifest } from '@margo-sdk/spec-model';
 *
 * const own = parseDeviceCapabilitiesManifest(
 *   '{"properties":{"id":"gateway-1","vendor":"Example","modelNumber":"G1","serialNumber":"1"}}',
 * );
 * const reporter = createCapabilitiesReporter({
 *   client: { putCapabilities: async () => 'created', deleteCapabilities: async () => undefined },
 *   current: async () => [own],
 *   emit: ({ type, deviceId }) => console.log(type, deviceId),
 *   signal: new AbortController().signal,
 * });
 * await reporter.send(); // capabilities.reported gateway-1
 * await reporter.send(); // nothing has changed
 * console.log(reporter.isDone()); // true
 * ```
 */
export const createCapabilitiesReporter = ({
  client,
  current,
  emit,
  signal,
}: CapabilitiesReporterOptions): CapabilitiesReporter => {
  /** What was acknowledged, by device. */
  const known = new Map<string, string>();
  let isDone = false;

  const fail = (error: unknown, deviceId?: string): void => {
    if (signal.aborted) return;
    emit({ type: 'capabilities.failed', ...(deviceId === undefined ? {} : { deviceId }), error: asError(error) });
  };

  const put = async (manifest: DeviceCapabilitiesManifest): Promise<void> => {
    const { id: deviceId } = manifest.properties;
    const text = canonical(manifest);
    if (known.get(deviceId) === text) return;
    await client.putCapabilities({ deviceId, body: JSON.stringify(manifest), signal });
    known.set(deviceId, text);
    emit({ type: 'capabilities.reported', deviceId });
  };

  const remove = async (deviceId: string): Promise<void> => {
    try {
      await client.deleteCapabilities({ deviceId, signal });
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
    known.delete(deviceId);
    emit({ type: 'capabilities.withdrawn', deviceId });
  };

  /** Those behind others first (M-53). */
  const removeAll = async (ids: readonly string[]): Promise<void> => {
    for (const id of [...ids].sort((one, other) => depthOf(other) - depthOf(one))) await forChild(id, () => remove(id));
  };

  /** What is wrong with one child is no reason to leave the others out; without a connection all are left out. */
  const forChild = async (deviceId: string, work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      fail(error, deviceId);
      if (error instanceof TransportError || signal.aborted) throw error;
    }
  };

  const putOwn = async (own: DeviceCapabilitiesManifest): Promise<void> => {
    try {
      await put(own);
    } catch (error) {
      fail(error, own.properties.id);
      throw error;
    }
  };

  /** A fleet manager that does not know the gateway any more has lost its memory: it is told everything again (CAP-15). */
  const putChildren = async (
    own: DeviceCapabilitiesManifest,
    children: readonly DeviceCapabilitiesManifest[],
    isRepeated = false,
  ): Promise<void> => {
    let isForgotten = false;
    for (const child of children) {
      const { id } = child.properties;
      await forChild(id, async () => {
        try {
          await put(child);
        } catch (error) {
          isForgotten = !isRepeated && isNotFound(error) && known.has(gatewayOf(id));
          if (!isForgotten) throw error;
        }
      });
      if (isForgotten) {
        known.clear();
        await putOwn(own);
        return putChildren(own, children, true);
      }
    }
  };

  const report = async (): Promise<void> => {
    let own: DeviceCapabilitiesManifest;
    let children: readonly DeviceCapabilitiesManifest[];
    try {
      [own, ...children] = await current();
    } catch (error) {
      fail(error);
      throw error;
    }
    const nearerFirst = [...children].sort((one, other) => depthOf(one.properties.id) - depthOf(other.properties.id));
    const there = new Set<string>([own, ...children].map(({ properties }) => properties.id));
    await putOwn(own);
    isDone = false;
    await removeAll([...known.keys()].filter((id) => !there.has(id)));
    await putChildren(own, nearerFirst);
    isDone = true;
  };

  let working: Promise<void> = Promise.resolve();
  /** One after the other: what is compared must not change meanwhile. */
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const done = working.then(work);
    working = done.catch(() => undefined);
    return done;
  };

  return {
    send: () => inTurn(report),
    withdraw: () =>
      inTurn(async () => {
        const ids = (await current()).map(({ properties }) => properties.id);
        await removeAll([...new Set<string>([...known.keys(), ...ids])]);
        isDone = false;
      }),
    isDone: () => isDone,
  };
};

const isNotFound = (error: unknown): boolean => error instanceof ProblemError && error.status === 404;

const canonical = (manifest: DeviceCapabilitiesManifest): string => stringifyJson(manifest as unknown as JsonValue);
