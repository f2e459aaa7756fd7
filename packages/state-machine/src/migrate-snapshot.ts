type Members = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const membersOf = (list: unknown): readonly Members[] => (Array.isArray(list) ? list.filter(isObject) : []);

/** What stood for the whole was looked up in the plan, of which a part was begun. */
const carrierOf = ({ adopted, begun, ahead }: Members): unknown => {
  const changed = new Set([...membersOf(begun), ...membersOf(ahead)].map((step) => step['component']));
  const listed = membersOf(isObject(adopted) ? adopted['components'] : null).map((component) => component['name']);
  return listed.find((name) => changed.has(name)) ?? listed[0] ?? null;
};

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
    carrier: carrierOf(snapshot),
    rollback: null,
  };
};

/** Brings a stored snapshot to the format of today; what it holds is judged afterwards. */
export const migrate = (json: unknown): unknown =>
  isObject(json) && json['version'] === 1 ? fromVersion1(json) : json;
