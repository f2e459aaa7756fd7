import type { DocumentPath } from '../../issue.js';
import type { Report } from '../../reading/check.js';

/** AD-23: a timeout of the right form that lets nothing succeed. */
export const reportZeroTimeout = (timeout: unknown, at: DocumentPath, report: Report): void => {
  if (typeof timeout !== 'string' || !/^0+m0+s$/.test(timeout)) return;
  report('AD-23', at, 'The timeout is zero, so every installation fails.', { severity: 'warning' });
};
