import { componentMachine, type Stage } from '../component-machine.js';
import { type GuardWords, machineArrows } from './machine-arrows.js';
import { gathered } from './gathered.js';
import type { Group, Picture } from './picture.js';

const WORDS: GuardWords = {
  installs: ['installation', 'no installation'],
  attemptsRemain: ['attempts remain'],
  isRetryable: ['retryable'],
  ranOutOfTime: ['too late', 'not too late'],
};

const IN_PROGRESS: readonly Stage[] = ['working', 'settling', 'pausing', 'cancelling'];
const ENDS = ['done', 'failed', 'cancelled'] as const;

const STATE_OF = { done: 'installed', failed: 'failed', cancelled: undefined } as const;

/** What is put in place but not ready yet goes on as before, save for the one arrow between the two. */
const AT_WORK: Group = { id: 'at work', words: 'a runtime is at it', places: ['working', 'settling'] };

/** The life of one step on one component, over all its attempts. */
export const componentPicture = (): Picture => ({
  name: 'component',
  start: 'working',
  places: [
    ...IN_PROGRESS.map((id) => ({
      id,
      isRest: false,
      ...(id === 'cancelling' ? {} : { state: 'installing' as const }),
    })),
    ...ENDS.map((id) => ({ id, isRest: true, ...(STATE_OF[id] === undefined ? {} : { state: STATE_OF[id] }) })),
  ],
  groups: [AT_WORK],
  arrows: gathered(machineArrows(componentMachine.states, WORDS), AT_WORK),
});
