import { agent } from './agent/agent.js';
import { client } from './client/client.js';
import type { Command } from './command.js';
import { convert } from './convert/convert.js';
import { demoCommand } from './demo-command.js';
import { diff } from './diff/diff.js';
import { explain } from './explain/explain.js';
import { pki } from './pki/pki.js';
import { placement } from './placement/placement.js';
import { plan } from './plan/plan.js';
import { publish } from './publish/publish.js';
import { render } from './render/render.js';
import { resolve } from './resolve/resolve.js';
import { schema } from './schema/schema.js';
import { status } from './status/status.js';
import { timeline } from './timeline/timeline.js';
import { validate } from './validate/validate.js';
import { wfm } from './wfm/wfm.js';

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
  wfm,
  agent,
  publish,
  status,
  client,
  pki,
  demoCommand,
];
