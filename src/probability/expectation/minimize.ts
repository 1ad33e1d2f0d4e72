/** Minima of smooth functions of a few numbers, by Newton's method. */

/** A function with its derivatives; undefined where it has none. */
export interface Smooth {
  readonly value: (u: readonly number[]) => number;
  readonly gradient: (u: readonly number[]) => number[];
  readonly hessian: (u: readonly number[]) => number[][];
}

export interface Minimum {
  readonly at: readonly number[];
  readonly value: number;
  readonly iterations: number;
  readonly converged: boolean;
}

/** How often the damping is raised until the matrix is positive definite. */
const RAISED = 60;

/** x with (A + damping) x = b, by Cholesky; undefined where the matrix is not positive definite. */
export function solvePositive(
  a: readonly (readonly number[])[],
  b: readonly number[],
  damping = 0,
): number[] | undefined {
  const l = factor(a, damping);
  if (l === undefined) return undefined;
  const n = b.length;
  const y = new Array<number>(n).fill(0);
  for (let i = 0; i < n; i++) {
    y[i] = (b[i] - l[i].slice(0, i).reduce((s, x, k) => s + x * y[k], 0)) / l[i][i];
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) y[i] -= l[k][i] * y[k];
    y[i] /= l[i][i];
  }
  return y;
}

function factor(a: readonly (readonly number[])[], damping: number): number[][] | undefined {
  const l = a.map((row) => row.map(() => 0));
  for (let i = 0; i < a.length; i++) {
    for (let j = 0; j <= i; j++) {
      let s = a[i][j] + (i === j ? damping * Math.max(Math.abs(a[i][i]), 1e-8) : 0);
      for (let k = 0; k < j; k++) s -= l[i][k] * l[j][k];
      if (i === j && !(s > 1e-13 * Math.abs(a[i][i]))) return undefined;
      l[i][j] = i === j ? Math.sqrt(s) : s / l[j][j];
    }
  }
  return l;
}

const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((s, x, i) => s + x * b[i], 0);

/** Newton's method with a damped matrix and steps that are halved until the function falls enough. */
export function minimize(f: Smooth, start: readonly number[], most: number): Minimum {
  let at = [...start];
  let value = f.value(at);
  for (let iterations = 0; ; iterations++) {
    const gradient = f.gradient(at);
    const step = descent(f.hessian(at), gradient);
    const falls = step === undefined ? Number.NaN : -dot(gradient, step);
    if (falls >= 0 && falls <= 1e-20 + 1e-15 * Math.abs(value)) return { at, value, iterations, converged: true };
    if (iterations >= most || step === undefined || !(falls > 0)) return { at, value, iterations, converged: false };
    const next = search(f, at, value, step, falls);
    if (next === undefined) return { at, value, iterations, converged: falls <= 1e-7 * Math.max(1, Math.abs(value)) };
    [at, value] = next;
  }
}

/** No number moves farther in one step that was damped. */
const FARTHEST = 3;

function descent(hessian: readonly (readonly number[])[], gradient: readonly number[]): number[] | undefined {
  if (![...gradient, ...hessian.flat()].every(Number.isFinite)) return undefined;
  const down = gradient.map((x) => -x);
  for (let i = 0, damping = 0; i < RAISED; i++, damping = damping === 0 ? 1e-6 : damping * 3) {
    const step = solvePositive(hessian, down, damping);
    if (step === undefined || !step.every(Number.isFinite)) continue;
    const size = Math.max(...step.map(Math.abs));
    return size > FARTHEST && damping > 0 ? step.map((x) => (x * FARTHEST) / size) : step;
  }
  return down;
}

function search(
  f: Smooth,
  at: readonly number[],
  value: number,
  step: readonly number[],
  falls: number,
): [number[], number] | undefined {
  for (let share = 1; share > 1e-12; share /= 2) {
    const next = at.map((x, i) => x + share * step[i]);
    const found = f.value(next);
    if (found <= value - 1e-4 * share * falls && found < value) return [next, found];
  }
  return undefined;
}

/** The method of Nelder and Mead, for functions with kinks. */
export function descend(value: Smooth["value"], start: readonly number[], most: number): Minimum {
  const n = start.length;
  let corners = Array.from({ length: n + 1 }, (_, i) => {
    const at = start.map((x, k) => (k === i - 1 ? x + 0.1 * Math.max(1, Math.abs(x)) : x));
    return { at, value: value(at) };
  });
  for (let iterations = 0; ; iterations++) {
    corners = corners.toSorted((a, b) => a.value - b.value);
    const [best, worst] = [corners[0], corners[n]];
    const size = Math.max(
      ...corners.flatMap(({ at }) => at.map((x, k) => Math.abs(x - best.at[k]) / Math.max(1, Math.abs(x)))),
    );
    const converged = size < 1e-9;
    if (converged || iterations >= most) return { ...best, iterations, converged };
    const center = best.at.map((_, k) => corners.slice(0, n).reduce((s, { at }) => s + at[k], 0) / n);
    const move = (share: number): { at: number[]; value: number } => {
      const at = center.map((x, k) => x + share * (worst.at[k] - x));
      return { at, value: value(at) };
    };
    const across = move(-1);
    const farther = across.value < best.value ? move(-2) : undefined;
    const next = farther !== undefined && farther.value < across.value ? farther : across;
    if (next.value < corners[n - 1].value) {
      corners[n] = next;
      continue;
    }
    const nearer = move(across.value < worst.value ? -0.5 : 0.5);
    if (nearer.value < Math.min(across.value, worst.value)) corners[n] = nearer;
    else
      corners = corners.map(({ at }) => {
        const half = at.map((x, k) => (x + best.at[k]) / 2);
        return { at: half, value: value(half) };
      });
  }
}
