const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Distances of ticks that people count in, in milliseconds; beyond them, days by powers of ten. */
const DISTANCES = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map((seconds) => seconds * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR),
  ...[1, 2, 5].map((days) => days * DAY),
];

const inUnits = (ms: number, large: number, largeName: string, small: number, smallName: string): string => {
  const rest = Math.floor((ms % large) / small);
  return `${Math.floor(ms / large)} ${largeName}${rest === 0 ? '' : ` ${rest} ${smallName}`}`;
};

/** A length of time for people, in its two largest units. */
export const durationText = (ms: number): string => {
  if (ms === 0) return '0 s';
  if (ms < SECOND) return `${ms} ms`;
  if (ms < MINUTE) return `${Math.floor(ms / 10) / 100} s`;
  if (ms < HOUR) return inUnits(ms, MINUTE, 'min', SECOND, 's');
  if (ms < DAY) return inUnits(ms, HOUR, 'h', MINUTE, 'min');
  return inUnits(ms, DAY, 'd', HOUR, 'h');
};

/** Room behind the end of a run, in pixels: its last states have just begun, and are what people look for first. */
const TAIL = 100;

/** Where times stand between two edges of a picture. */
export interface Scale {
  readonly left: number;
  readonly right: number;
  readonly fromMs: number;
  /** The time at the right edge, later than the end of the run. */
  readonly untilMs: number;
  /** The place of a moment; one beyond an edge stands at the edge. */
  x(ms: number): number;
}

export const scaleOf = (fromMs: number, toMs: number, left: number, right: number): Scale => {
  const length = toMs > fromMs ? ((toMs - fromMs) * (right - left)) / (right - left - TAIL) : SECOND;
  return {
    left,
    right,
    fromMs,
    untilMs: fromMs + length,
    x: (ms) => left + Math.min(1, Math.max(0, (ms - fromMs) / length)) * (right - left),
  };
};

/** Moments to mark at an axis, as milliseconds after its beginning: as many as have room for their words. */
export const ticksOf = ({ left, right, fromMs, untilMs }: Scale): readonly number[] => {
  const length = untilMs - fromMs;
  const least = length / Math.max(1, Math.floor((right - left) / 80));
  const distance = DISTANCES.find((one) => one >= least) ?? DAY * 10 ** Math.ceil(Math.log10(least / DAY));
  return Array.from({ length: Math.floor(length / distance) + 1 }, (_, index) => index * distance);
};
