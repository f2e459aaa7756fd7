import { MargoError } from '@margo-sdk/spec-model';

/** What a server is asked as, for those who read why it was not accepted. */
export interface ServerRole {
  /** For example `identity service`. */
  readonly name: string;
  /** Code of the error when it is not accepted. */
  readonly refusedCode: string;
}

/** The server at the address is not known to be the one that is meant, so nothing was asked of it (TLS-09). */
export const refusedServer = ({ name, refusedCode }: ServerRole, host: string, what: string): MargoError =>
  new MargoError(refusedCode, `The server at ${host} is not accepted as ${name}: ${what}.`, {
    hint: 'Check the address, the anchors or pins that this device was given, and the clocks of both sides.',
  });

/** Whether an error says that. */
export const isRefusedServer = ({ refusedCode }: ServerRole, error: unknown): boolean =>
  MargoError.isInstance(error) && error.code === refusedCode;
