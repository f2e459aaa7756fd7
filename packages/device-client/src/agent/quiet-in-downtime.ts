import { ProblemError, TransportError, UnexpectedResponseError } from '@margo-sdk/protocol';
import type { DeviceEventListener } from '../device-event.js';

/** Lets everything pass but failures to communicate while the connection is known to be down (API-19). */
export const quietInDowntime =
  (emit: DeviceEventListener, isDown: () => boolean): DeviceEventListener =>
  (event) => {
    if ('error' in event && isCommunication(event.error) && isDown()) return;
    emit(event);
  };

const isCommunication = (error: unknown): boolean =>
  error instanceof TransportError || error instanceof ProblemError || error instanceof UnexpectedResponseError;
