/** How long a function takes: once where it is slow, often where it is quick. */

const ENOUGH_MS = 200;
const ROUNDS = 7;

/** Runs it and says how long that took; what is quick runs again and again for a better answer. */
export async function timed(run: () => unknown): Promise<{ readonly value: unknown; readonly report: string }> {
  const start = performance.now();
  const returned = run();
  const value = await returned;
  const first = performance.now() - start;
  if (first > ENOUGH_MS || returned instanceof Promise) return { value, report: `${showTime(first)}, one call` };
  const calls = callsThatTake(ENOUGH_MS / ROUNDS, run);
  const rounds = Array.from({ length: ROUNDS }, () => timeOf(calls, run) / calls).toSorted((a, b) => a - b);
  const [best, median] = [rounds[0], rounds[ROUNDS >> 1]].map(showTime);
  return {
    value,
    report: `${median} a call (best ${best}, ${ROUNDS} rounds of ${calls}); the first took ${showTime(first)}`,
  };
}

function callsThatTake(ms: number, run: () => unknown): number {
  for (let calls = 1; ; calls *= 2) if (timeOf(calls, run) >= ms / 2) return calls;
}

function timeOf(calls: number, run: () => unknown): number {
  const start = performance.now();
  for (let call = 0; call < calls; call++) run();
  return performance.now() - start;
}

function showTime(ms: number): string {
  const [value, unit] =
    ms >= 1000 ? [ms / 1000, "s"] : ms >= 1 ? [ms, "ms"] : ms >= 1e-3 ? [ms * 1e3, "µs"] : [ms * 1e6, "ns"];
  return `${value.toPrecision(3)} ${unit}`;
}
