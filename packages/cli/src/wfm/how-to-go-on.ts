import type { Context, Format } from '../command.js';
import { DEFAULT_FLEET_FOLDER } from '../fleet-folder/fleet-folder.js';
import { printable } from '../terminal.js';

/** A development fleet manager that listens, and how it was called. */
interface Listening {
  readonly url: string;
  readonly call: { readonly folder?: string; readonly profile?: string };
  readonly format: Format;
  readonly context: Context;
  /** Whom to publish to; default: what a device of development is called unless told otherwise. */
  readonly client?: string;
}

/** Says to a person which commands come next. */
export const sayHowToGoOn = ({ url, call, format, context, client = 'device-1' }: Listening): void => {
  if (format === 'json') return;
  const { folder, profile } = call;
  const { terminal } = context;
  const where = folder === undefined || folder === DEFAULT_FLEET_FOLDER ? '' : ` --folder ${printable(folder)}`;
  const how = profile === undefined ? '' : ` --profile ${profile}`;
  terminal.out(`  a device:           margo agent --dev --wfm ${url}${how}${where}`);
  terminal.out(`  what it shall run:  margo publish --client ${client} deployment.yaml${how}${where}`);
  terminal.out(`  how far it is:      margo status${where}`);
};
