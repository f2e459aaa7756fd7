import { describe } from 'vitest';
import { PLANS } from './campaigns.js';
import { holds } from './holds.js';

describe('generated application deployments', () => holds(PLANS.deployments));
