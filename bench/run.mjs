/** `pnpm bench`: ratios measured in one run. Absolute figures say more about the machine than about the code. */
import { coldImport } from './cold-import.mjs';
import { documents } from './documents.mjs';
import { lifecycle } from './lifecycle.mjs';
import { notModified } from './not-modified.mjs';

await documents();
coldImport();
await lifecycle();
await notModified();
