import { formatQuantity, type DeviceCapabilitiesManifest, type DeviceId, type Quantity } from '@margo-sdk/spec-model';
import type { WorkloadRuntime } from '../../runtimes/workload-runtime.js';
import type { MachineFacts } from './machine-facts.js';
import { thisMachine } from './this-machine.js';

type Properties = DeviceCapabilitiesManifest['properties'];

/** What {@link collectCapabilities} is told, because no machine knows it. */
export interface CollectOptions {
  readonly id: DeviceId;
  readonly vendor: string;
  readonly modelNumber: string;
  readonly serialNumber: string;
  /** Those of the agent: what they can run is what the device can deploy. Without any, it hosts nothing (CAP-09). */
  readonly runtimes: readonly Pick<WorkloadRuntime, 'supports'>[];
  /** Where workloads keep their data: the size of that file system is the storage. */
  readonly storageFolder: string;
  /** Whether the device runs an OpenTelemetry collector, as one that hosts workloads must (CAP-06). */
  readonly otelCollector: boolean;
  /** Graphics processors, cameras and the like: only the vendor knows which of them workloads can use. Default: none. */
  readonly peripherals?: NonNullable<Properties['peripherals']>;
  /** What selectors compare with; needed by a device that offers `custom` (CAP-18). */
  readonly labels?: NonNullable<DeviceCapabilitiesManifest['labels']>;
  /** Default: the machine that this process runs on. */
  readonly machine?: MachineFacts;
}

const DEPLOYMENT_TYPES = ['helm', 'compose', 'custom'] as const;
const MEBIBYTE = 2 ** 20;

/**
 * Finds out what this machine can offer to workloads: processors and their architecture, memory, storage and network
 * interfaces. Sizes are those of the machine as a whole, rounded down to whole Mi; virtual interfaces are left out.
 *
 * @returns a document to be reported
 * @throws MargoError `ERR_QUANTITY_INVALID`, or what the machine throws, for example because there is no such folder
 *
 * @example
 * ```ts
 * import { collectCapabilities } from '@margo-sdk/device-client';
 * import { parseDeviceId } from '@margo-sdk/spec-model';
 *
 * const { properties } = await collectCapabilities({
 *   id: parseDeviceId('press-7'),
 *   vendor: 'Example',
 *   modelNumber: 'P7',
 *   serialNumber: '0042',
 *   runtimes: [{ supports: (type) => type === 'compose' }],
 *   storageFolder: '.',
 *   otelCollector: true,
 * });
 * console.log(properties.supportedDeploymentTypes, properties.supportedRuntimes); // [ 'compose' ] [ 'oci' ]
 * ```
 */
export const collectCapabilities = async ({
  id,
  vendor,
  modelNumber,
  serialNumber,
  runtimes,
  storageFolder,
  otelCollector,
  peripherals = [],
  labels,
  machine = thisMachine,
}: CollectOptions): Promise<DeviceCapabilitiesManifest> => {
  const types = DEPLOYMENT_TYPES.filter((type) => runtimes.some((runtime) => runtime.supports(type)));
  const hosting = {
    cpus: [processorOf(machine)],
    memory: quantityOf(machine.memoryBytes(), 'Gi'),
    storage: quantityOf(await machine.storageBytes(storageFolder), 'Ei'),
    peripherals,
    interfaces: await interfacesOf(machine),
    otelCollector,
    supportedRuntimes: runtimesOf(types),
    supportedDeploymentTypes: types,
  };
  const identity = { id, vendor, modelNumber, serialNumber };
  return {
    properties: types.length === 0 ? identity : { ...identity, ...hosting },
    ...(labels === undefined ? {} : { labels }),
  };
};

type Processor = NonNullable<Properties['cpus']>[number];

/** Architectures by what Node.js calls them; one that cannot be reported is left out. */
const ARCHITECTURES: ReadonlyMap<string, NonNullable<Processor['architecture']>> = new Map([
  ['x64', 'amd64'],
  ['arm64', 'arm64'],
  ['arm', 'arm'],
]);

const processorOf = ({ cores, architecture }: MachineFacts): Processor => {
  const known = ARCHITECTURES.get(architecture());
  return { cores: cores(), ...(known === undefined ? {} : { architecture: known }) };
};

const quantityOf = (bytes: number, largest: 'Gi' | 'Ei'): Quantity =>
  formatQuantity(BigInt(Math.floor(bytes / MEBIBYTE)) * BigInt(MEBIBYTE), largest);

const interfacesOf = async ({ interfaces }: MachineFacts): Promise<NonNullable<Properties['interfaces']>> =>
  (await interfaces()).flatMap(({ type, isVirtual }) => (type === undefined || isVirtual ? [] : [{ type }]));

/** Charts and Compose files are about containers (DR-07). */
const runtimesOf = (types: readonly string[]): ('oci' | 'custom')[] => [
  ...(types.includes('helm') || types.includes('compose') ? (['oci'] as const) : []),
  ...(types.includes('custom') ? (['custom'] as const) : []),
];
