type Members = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Version 1 knew one running step, no attempts, and not what was last installed. */
const fromVersion1 = (snapshot: Members): Members => {
  const { phase, adopted, running } = snapshot;
  const step = isObject(running) ? { ...running, attempt: 1 } : running;
  return {
    ...snapshot,
    version: 2,
    lastInstalled: phase === 'installed' ? adopted : null,
    running: isObject(running) ? [{ step, stage: 'working', since: running['number'], error: null }] : [],
    cutOff: [],
    rollback: null,
  };
};

/** Brings a stored snapshot to the format of today; what it holds is judged afterwards. */
export const migrate = (json: unknown): unknown =>
  isObject(json) && json['version'] === 1 ? fromVersion1(json) : json;
