import { signedContract } from '../signed-contract.js';
import { paths } from './paths.js';

/** Builds the contract of the tag 1.0.0-rc.2, whose messages are signed. */
export const rc2SignedContract = () => signedContract('rc2-signed', '1.0.0-rc.2', paths);
