import { signedContract } from '../signed-contract.js';
import { paths } from './paths.js';

/** Builds the contract of preview release 1, which was published as 1.0.0. */
export const pr1Contract = () => signedContract('pr1', '1.0.0', paths);
