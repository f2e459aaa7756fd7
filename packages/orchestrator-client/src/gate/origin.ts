import { MargoError } from '@margo-sdk/spec-model';

/**
 * Reads what stands in front of the target of every request: an origin, and the path of a proxy if there is one.
 *
 * @returns gives it without a slash at its end; where a function was given, throws what is said below when it is called
 * @throws MargoError `ERR_OPTION_INVALID`: no `https` URL of that kind
 */
export const createOrigin = (given: string | (() => string)): (() => string) => {
  if (typeof given === 'function') return () => readOrigin(given());
  const origin = readOrigin(given);
  return () => origin;
};

const readOrigin = (text: string): string => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'https:' || url.search !== '' || url.hash !== '' || url.username !== '' || url.password !== '')
    throw new MargoError('ERR_OPTION_INVALID', 'The origin of the fleet manager is no address that devices can have.', {
      hint: 'Give https://<name>, as devices have it, without query and fragment.',
    });
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
};
