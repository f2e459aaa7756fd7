import { describe } from 'vitest';
import { PLANS } from './campaigns.js';
import { holds } from './holds.js';

describe('generated documents of the wire', () => holds(PLANS.wire));
