/** Times functions inside this process: warm, several rounds, the median. */

export interface Timing {
  /** Microseconds for one call: the median over the rounds, and the fastest and slowest round. */
  readonly median: number;
  readonly fastest: number;
  readonly slowest: number;
}

/** One measured figure against what it should be. */
export interface Figure {
  readonly task: string;
  readonly value: number;
  readonly unit: string;
  /** At most this; left out where nothing is promised. */
  readonly bar?: number;
  readonly note?: string;
}

/** How long a round lasts; shorter ones are dominated by the clock. */
const ROUND_MS = 60;

/** Runs `f` until it is warm, then in rounds. */
export function time(f: () => unknown, rounds = 9): Timing {
  const calls = calibrate(f);
  const times = Array.from({ length: rounds }, () => {
    const start = performance.now();
    for (let i = 0; i < calls; i++) f();
    return ((performance.now() - start) * 1000) / calls;
  }).sort((a, b) => a - b);
  return { median: times[rounds >> 1], fastest: times[0], slowest: times[rounds - 1] };
}

function calibrate(f: () => unknown): number {
  for (let calls = 1; ; calls *= 2) {
    const start = performance.now();
    for (let i = 0; i < calls; i++) f();
    const ms = performance.now() - start;
    if (ms > ROUND_MS) return Math.max(1, Math.round((calls * ROUND_MS) / ms));
  }
}

/** Megabytes that the process holds. */
export const residentMB = (): number => process.memoryUsage().rss / 1e6;
