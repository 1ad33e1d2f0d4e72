/** Samplers of counts, each prepared for its parameters: by inversion where few counts matter, by rejection else. */
import { Attempts } from "./attempts.ts";
import { type Draw, inversion } from "./countOp.ts";
import { binomialLog, hypergeometricLog, hypergeometricPart, poissonLog } from "./countLogs.ts";

const attempts: Attempts = /*@__PURE__*/ new Attempts();

/** Below this mean by inversion, whose cost is proportional to it. */
const FEW = 10;

/**
 * The hat of Hörmann's transformed rejection: k = ⌊(2a/(1/2 - |u|) + b) u + centre⌋ for a fraction u of [-1/2, 1/2).
 */
interface Hat {
  readonly a: number;
  readonly b: number;
  readonly centre: number;
  /** Where u is central, uniform numbers up to this one are accepted. */
  readonly sure: number;
  /** The logarithm of 1/α. */
  readonly logScale: number;
  readonly most: number;
}

/** @param log - the logarithm of a probability, plus a constant that belongs to the hat */
function rejection({ a, b, centre, sure, logScale, most }: Hat, log: (k: number) => number): Draw {
  return (x, y) => {
    for (attempts.start(x, y); ; attempts.next()) {
      const u = attempts.fraction - 0.5;
      const side = 0.5 - Math.abs(u);
      const k = Math.floor(((2 * a) / side + b) * u + centre);
      if (side >= 0.07 && attempts.least + 2 ** -12 <= sure) return k;
      if (!(k >= 0 && k <= most)) continue;
      const v = attempts.uniform;
      if (side < 0.013 && v > side) continue;
      if (Math.log(v) + logScale - Math.log(a / (side * side) + b) <= log(k)) return k;
    }
  };
}

/**
 * @source Hörmann, The transformed rejection method for generating Poisson random variables, Insurance: Mathematics and Economics 12
 * (1993), algorithm PTRS
 */
export function poissonDraw(rate: number): Draw {
  if (rate < FEW) return inversion(Math.exp(-rate), (p, k) => (p * rate) / k, rate);
  const b = 0.931 + 2.53 * Math.sqrt(rate);
  const hat: Hat = {
    a: -0.059 + 0.02483 * b,
    b,
    centre: rate + 0.43,
    sure: 0.9277 - 3.6224 / (b - 2),
    logScale: Math.log(1.1239 + 1.1328 / (b - 3.4)),
    most: Number.POSITIVE_INFINITY,
  };
  return rejection(hat, (k) => poissonLog(k, rate));
}

/**
 * @source Hörmann, The generation of binomial random variates, Journal of Statistical Computation and Simulation 46 (1993),
 * algorithm BTRS
 */
export function binomialDraw(n: number, probability: number): Draw {
  if (probability > 0.5) {
    const failures = binomialDraw(n, 1 - probability);
    return (x, y) => n - failures(x, y);
  }
  const [p, q] = [probability, 1 - probability];
  if (n === 0 || p === 0) return () => 0;
  if (n * p < FEW) return inversion(Math.exp(n * Math.log1p(-p)), (f, k) => (f * (n - k + 1) * (p / q)) / k, n * p);
  const deviation = Math.sqrt(n * p * q);
  const b = 1.15 + 2.53 * deviation;
  const mode = Math.floor((n + 1) * p);
  const peak = binomialLog(mode, n, p);
  const hat: Hat = {
    a: -0.0873 + 0.0248 * b + 0.01 * p,
    b,
    centre: n * p + 0.5,
    sure: 0.92 - 4.2 / b,
    logScale: Math.log((2.83 + 5.1 / b) * deviation),
    most: n,
  };
  return rejection(hat, (k) => binomialLog(k, n, p) - peak);
}

/**
 * How many of `draws` things, taken without replacement, are good.
 * @source Stadlober, The ratio of uniforms approach for generating discrete random variates, Journal of Computational and Applied
 * Mathematics 31 (1990), algorithm HRUE: the table mountain hat of the ratio of uniforms
 */
export function hypergeometricDraw(good: number, bad: number, draws: number): Draw {
  const all = good + bad;
  if (2 * good > all) {
    const others = hypergeometricDraw(bad, good, draws);
    return (x, y) => draws - others(x, y);
  }
  if (2 * draws > all) {
    const left = hypergeometricDraw(good, bad, all - draws);
    return (x, y) => good - left(x, y);
  }
  if (good === 0 || draws === 0) return () => 0;
  const mean = (draws * good) / all;
  if (mean < FEW) {
    const next = (p: number, k: number): number =>
      (p * ((good - k + 1) * (draws - k + 1))) / (k * (all - good - draws + k));
    return inversion(Math.exp(hypergeometricLog(0, good, bad, draws)), next, mean);
  }
  const variance = (((all - draws) / (all - 1)) * mean * bad) / all;
  const width = RATIO * Math.sqrt(variance + 0.5) + RATIO_MORE;
  const peak = hypergeometricPart(Math.floor(((draws + 1) * (good + 1)) / (all + 2)), good, bad, draws);
  const most = Math.min(draws, good);
  return (x, y) => {
    for (attempts.start(x, y); ; attempts.next()) {
      const u = 1 - attempts.uniform;
      const k = Math.floor(mean + 0.5 + (width * (attempts.fraction - 0.5)) / u);
      if (k >= 0 && k <= most && 2 * Math.log(u) <= hypergeometricPart(k, good, bad, draws) - peak) return k;
    }
  };
}

/** 2 √(2/e) and 3 - 2 √(3/e). */
const RATIO = 1.7155277699214135;
const RATIO_MORE = 0.8989161620588988;

/**
 * A positive integer k in proportion to k^-power.
 * @source Devroye, Non-uniform random variate generation (1986), X.6.1
 */
export function zipfDraw(power: number): Draw {
  const s = power - 1;
  const base = 2 ** s;
  return (x, y) => {
    for (attempts.start(x, y); ; attempts.next()) {
      const k = Math.floor((1 - attempts.fraction) ** (-1 / s));
      // (1 + 1/k)^s - 1, times k.
      const log = s * Math.log1p(1 / k);
      const rise = k > 2 ** 53 ? s : k * Math.expm1(log);
      if (attempts.uniform * rise * base <= (base - 1) * Math.exp(log)) return k;
    }
  };
}
