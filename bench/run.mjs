/** `pnpm bench`: ratios measured in one run. Absolute figures say more about the machine than about the code. */
import { bundle } from './bundle.mjs';
import { coldImport } from './cold-import.mjs';
import { deviceStore } from './device-store.mjs';
import { documents } from './documents.mjs';
import { fleetStore } from './fleet-store.mjs';
import { heap } from './heap.mjs';
import { lifecycle } from './lifecycle.mjs';
import { notModified } from './not-modified.mjs';
import { publishing } from './publishing.mjs';
import { retrieval } from './retrieval.mjs';
import { signatures } from './signatures.mjs';

await documents();
coldImport();
await lifecycle();
await notModified();
await bundle();
await publishing();
await fleetStore();
await deviceStore();
await retrieval();
await signatures();
heap();
