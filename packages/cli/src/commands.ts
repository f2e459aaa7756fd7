import type { Command } from './command.js';
import { convert } from './convert/convert.js';
import { demoCommand } from './demo-command.js';
import { diff } from './diff/diff.js';
import { explain } from './explain/explain.js';
import { placement } from './placement/placement.js';
import { plan } from './plan/plan.js';
import { render } from './render/render.js';
import { resolve } from './resolve/resolve.js';
import { schema } from './schema/schema.js';
import { timeline } from './timeline/timeline.js';
import { validate } from './validate/validate.js';

/** Every command, in the order in which help lists them. */
export const COMMANDS: readonly Command[] = [
  validate,
  explain,
  convert,
  resolve,
  render,
  diff,
  plan,
  schema,
  placement,
  timeline,
  demoCommand,
];
