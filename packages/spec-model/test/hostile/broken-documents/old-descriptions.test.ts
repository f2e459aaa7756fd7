import { describe } from 'vitest';
import { PLANS } from './campaigns.js';
import { holds } from './holds.js';

describe('generated application descriptions of older revisions', () => holds(PLANS.oldDescriptions));
