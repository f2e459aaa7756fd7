import type { DocumentPath } from '../../issue.js';
import type { Check } from '../../reading/check.js';
import { quoted } from '../../reading/wording.js';

/** What may have an error: the deployment as a whole, or a component. */
export interface ReportedFailure {
  readonly error?: { readonly code: string; readonly source: string } | undefined;
}

/** As much of a status as says who speaks of which failure. */
export interface ReportedFailures {
  readonly deviceId?: string | undefined;
  readonly status: ReportedFailure;
  readonly components: readonly ReportedFailure[];
}

const RESERVED = ['101', '102', '103'];

/** An error with one of the codes that only gateways use (ST-08). */
export interface ReservedError {
  readonly path: DocumentPath;
  readonly code: string;
  readonly source: string;
}

/** All errors of a status with a reserved code. */
export const reservedErrorsOf = ({ status, components }: ReportedFailures): ReservedError[] => {
  const found = [
    { path: ['status', 'error', 'source'], error: status.error },
    ...components.map(({ error }, c) => ({ path: ['components', c, 'error', 'source'], error })),
  ];
  return found.flatMap(({ path, error }) =>
    error && RESERVED.includes(error.code) ? [{ path, code: error.code, source: error.source }] : [],
  );
};

/** What is wrong with a reserved code of somebody else. */
export const notFromGateway = ({ code, source }: ReservedError): string =>
  `The code ${code} is for gateways, and ${quoted(source)} is none that the device is behind.`;

/** Whether a device, or the choice of `gateway/*`, is behind a gateway. */
export const isBehind = (gateway: string, device: string): boolean =>
  device.startsWith(gateway) && device[gateway.length] === '/';

/** SX-04: the reserved codes come from a gateway on the way to the device. */
export const reservedCodesCheck: Check<ReportedFailures> = {
  needs: ['deviceId', 'status', 'components'],
  check: (reported, report) => {
    const { deviceId } = reported;
    if (deviceId === undefined) return;
    for (const error of reservedErrorsOf(reported))
      if (error.source !== deviceId && !isBehind(error.source, deviceId))
        report('SX-04', error.path, notFromGateway(error));
  },
};
