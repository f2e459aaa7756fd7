import type { DeviceConstraints } from '../application-description/device-constraints-schema.js';
import type { DeviceCapabilitiesManifest } from '../device-capabilities/schema.js';
import { architectureName } from '../identifiers/architectures.js';
import { parseQuantity } from '../identifiers/quantity.js';
import { listed, quoted, shortened } from '../reading/wording.js';
import { allOf, anyOf, NOTHING_REPORTED, type Reason } from './reason.js';

type Capacity = NonNullable<DeviceConstraints['capacityRequirements']>;
type Properties = DeviceCapabilitiesManifest['properties'];

/** Whether a device has the processors, the memory and the storage that a profile needs. */
export const explainCapacity = ({ cpu, memory, storage }: Capacity, properties: Properties | undefined): Reason[] => {
  const because = [
    ...(cpu ? [explainCpu(cpu, properties)] : []),
    ...(memory === undefined ? [] : [explainAmount('memory', memory, properties)]),
    ...(storage === undefined ? [] : [explainAmount('storage', storage, properties)]),
  ];
  if (because.length === 0) return [];
  const wording = {
    yes: 'The capacity suffices.',
    no: 'The capacity does not suffice.',
    unknown: 'Whether the capacity suffices is not known.',
  };
  return [allOf(because, wording)];
};

/** CAP-11: one processor must suffice; they are never added up. */
const explainCpu = ({ cores, architectures }: NonNullable<Capacity['cpu']>, properties?: Properties): Reason => {
  const wanted = architectures?.map(architectureName);
  const needed = coresOf(cores, wanted && listed(wanted, 'or', shortened));
  if (!properties) return { statement: `The profile needs ${needed}; ${NOTHING_REPORTED}.`, holds: 'unknown' };
  const { cpus = [] } = properties;
  if (cpus.length === 0) {
    return { statement: `The device reports no processor, but the profile needs ${needed}.`, holds: 'no' };
  }
  return anyOf(
    cpus,
    (cpu, index) => {
      const named = cpu.architecture && architectureName(cpu.architecture);
      const fits = cpu.cores >= cores && (!wanted || (named !== undefined && wanted.includes(named)));
      const there = `Processor ${index + 1} has ${coresOf(cpu.cores, named)}`;
      return fits
        ? { statement: `${there}, and the profile needs ${needed}.`, holds: 'yes' }
        : { statement: `${there}, but the profile needs ${needed}.`, holds: 'no' };
    },
    {
      yes: `One processor has what the profile needs: ${needed}.`,
      no: `No single processor has what the profile needs: ${needed}.`,
      unknown: `Whether a processor has what the profile needs is not known: ${needed}.`,
    },
  );
};

const coresOf = (cores: number, architecture: string | undefined): string =>
  `${cores === 1 ? '1 core' : `${cores} cores`}${architecture ? ` of ${architecture}` : ''}`;

const explainAmount = (what: 'memory' | 'storage', required: string, properties?: Properties): Reason => {
  const needed = parseQuantity(required);
  if (needed === undefined) {
    return { statement: `The profile needs a ${what} of ${quoted(required)}, which is no amount.`, holds: 'unknown' };
  }
  if (!properties) {
    return { statement: `The profile needs ${required} of ${what}; ${NOTHING_REPORTED}.`, holds: 'unknown' };
  }
  const there = properties[what];
  if (there === undefined) {
    return { statement: `The device reports no ${what}, but the profile needs ${required}.`, holds: 'no' };
  }
  const available = parseQuantity(there);
  if (available === undefined) {
    return {
      statement: `The device reports a ${what} of ${quoted(there)}, which is no amount; the profile needs ${required}.`,
      holds: 'unknown',
    };
  }
  return available >= needed
    ? { statement: `The device has ${there} of ${what}, and the profile needs ${required}.`, holds: 'yes' }
    : { statement: `The device has ${there} of ${what}, but the profile needs ${required}.`, holds: 'no' };
};
