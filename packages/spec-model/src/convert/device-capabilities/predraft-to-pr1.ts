import { ARCHITECTURES } from '../../identifiers/architectures.js';
import { INTERFACE_TYPES, PERIPHERAL_TYPES } from '../../identifiers/device-parts.js';
import type { DocumentPath } from '../../issue.js';
import type { Draft } from '../draft.js';
import type { Hop } from '../hop.js';
import { renameArchitecture } from '../parts/architectures.js';
import { writeAmount } from './quantities.js';

const WHY = 'A device reports peripherals and interfaces by what they are, and peripherals also by maker and model.';

/** D-19: from the pre-drafts to the names and units of PR1. */
export const predraftToPr1: Hop = (draft) => {
  const kind = draft.textAt(['kind']) ?? '';
  const resources = ['properties', 'resources'];
  if (kind === 'DeviceCapability' || kind === 'DeviceCapabilities') {
    const what = 'Capabilities have the kind DeviceCapabilitiesManifest and the apiVersion that goes with it.';
    draft.set('D-19', ['kind'], 'DeviceCapabilitiesManifest', { what });
    if (draft.at(['apiVersion']) === 'device.margo/v1')
      draft.set('D-19', ['apiVersion'], 'device.margo.org/v1alpha1', { what });
    for (const entry of draft.entries(['properties', 'peripherals'])) writePeripheral(draft, entry);
    for (const entry of draft.entries(['properties', 'interfaces'])) writeInterface(draft, entry);
  }
  takeFromList(draft, resources);
  for (const cpu of draft.entries([...resources, 'cpus'])) writeCpu(draft, cpu);
  for (const amount of ['memory', 'storage']) writeAmount(draft, [...resources, amount]);
};

/** The table of the pre-draft has a list of resources, its example one mapping. */
const takeFromList = (draft: Draft, resources: DocumentPath): void => {
  const [only, other] = draft.entries(resources);
  if (other !== undefined) {
    draft.decide('D-19', resources, 'Which of the resources can workloads have?', {
      suggestion: 'Write one mapping of what workloads can have, and no list.',
    });
  } else if (only !== undefined && draft.mappingAt(only)) {
    draft.restate('D-19', only, resources, draft.at(only), { what: 'Resources are one mapping, and no list.' });
  }
};

const writeCpu = (draft: Draft, cpu: DocumentPath): void => {
  const path = [...cpu, 'architecture'];
  draft.move('D-19', [...cpu, 'cpuArchitecture'], path, { what: 'A processor has an architecture.' });
  draft.lose('D-19', [...cpu, 'frequency'], 'A device does not report how fast its processors are.');
  renameArchitecture(draft, path);
  const known: readonly unknown[] = ARCHITECTURES;
  if (draft.has(path) && !known.includes(draft.at(path)))
    draft.decide('D-27', path, 'Which architecture is that?', { suggestion: 'It is amd64, arm64 or arm.' });
};

const writePeripheral = (draft: Draft, entry: DocumentPath): void => {
  writeType(draft, entry, PERIPHERAL_TYPES);
  const own = [...entry, 'properties'];
  const what = 'A peripheral has a manufacturer and a model.';
  draft.move('D-19', [...entry, 'modelNumber'], [...entry, 'model'], { what });
  if (!draft.has([...entry, 'model'])) draft.move('D-19', [...entry, 'name'], [...entry, 'model'], { what });
  if (draft.textAt([...own, 'manufacturer']) !== undefined)
    draft.move('D-19', [...own, 'manufacturer'], [...entry, 'manufacturer'], { what });
  loseRest(draft, entry);
};

const writeInterface = (draft: Draft, entry: DocumentPath): void => {
  writeType(draft, entry, INTERFACE_TYPES);
  draft.lose('D-19', [...entry, 'modelNumber'], WHY);
  loseRest(draft, entry);
};

const loseRest = (draft: Draft, entry: DocumentPath): void => {
  draft.lose('D-19', [...entry, 'name'], WHY);
  draft.lose('D-19', [...entry, 'properties'], WHY);
};

/** `Wi-Fi` is wifi, and `GPU` is gpu. */
const writeType = (draft: Draft, entry: DocumentPath, known: readonly string[]): void => {
  const path = [...entry, 'type'];
  const text = draft.textAt(path);
  if (text === undefined || known.includes(text)) return;
  const plain = text.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  if (known.includes(plain))
    draft.set('D-19', path, plain, { what: 'Types are written as the specification has them.' });
  else draft.decide('D-19', path, 'What is it?', { suggestion: `It is one of ${known.join(', ')}.` });
};
