/** `pnpm bench`: ratios measured in one run. Absolute figures say more about the machine than about the code. */
import { documents } from './documents.mjs';
import { lifecycle } from './lifecycle.mjs';
import { notModified } from './not-modified.mjs';

await documents();
await lifecycle();
await notModified();
