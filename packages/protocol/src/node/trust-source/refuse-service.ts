import { MargoError } from '@margo-sdk/spec-model';

/** The server at the address is not known to be the identity service, so nothing was asked of it (TLS-09). */
export const refusedService = (host: string, what: string, cause?: unknown): MargoError =>
  new MargoError(
    'ERR_IDENTITY_SERVICE_REFUSED',
    `The server at ${host} is not accepted as identity service: ${what}.`,
    {
      cause,
      hint: 'Check the address, the anchors or pins that this device was given, and the clocks of both sides.',
    },
  );
