/**
 * Orders of elimination: greedy, with everything that the choice needs kept up to date edge by edge, so that the search is much
 * cheaper than the inference (Koller & Friedman, Probabilistic graphical models, 2009, 9.4.3).
 */

/** An order of elimination, and what it costs. */
export interface Order {
  readonly order: readonly number[];
  /** What each eliminated variable is joined with then: the clique without the variable itself. */
  readonly separators: readonly (readonly number[])[];
  /** Entries of all clique tables together, and of the largest. */
  readonly total: number;
  readonly largest: number;
}

/** Where more would be summed than this, other greedy criteria are tried as well. */
const WORTH_A_SEARCH = 1e6;

/**
 * A good order for eliminating `hidden`; the other variables stay.
 * @param sizes - how many states each variable has
 * @param scopes - sets of variables that stand together in a factor
 */
export function findOrder(
  sizes: readonly number[],
  scopes: readonly (readonly number[])[],
  hidden: readonly number[],
): Order {
  let best = new Elimination(sizes, scopes, hidden, "fill").run();
  if (best.total < WORTH_A_SEARCH) return best;
  for (const criterion of ["weight", "weighted fill"] as const) {
    const next = new Elimination(sizes, scopes, hidden, criterion).run(best.total);
    if (next !== undefined && next.total < best.total) best = next;
  }
  return best;
}

/** What is least for the variable that goes next: edges to add, entries of its clique, or weights of the edges to add. */
type Criterion = "fill" | "weight" | "weighted fill";

/** A graph that loses one variable after the other. Neighbours are bits, 32 in a word. */
class Elimination {
  private readonly sizes: readonly number[];
  private readonly words: number;
  private readonly bits: Int32Array;
  /** Missing edges among the neighbours of each variable, and log₂ of the entries of its clique. */
  private readonly fill: Float64Array;
  private readonly weight: Float64Array;
  private readonly logs: Float64Array;
  private readonly remaining: number[];
  private readonly criterion: Criterion;

  constructor(
    sizes: readonly number[],
    scopes: readonly (readonly number[])[],
    hidden: readonly number[],
    criterion: Criterion,
  ) {
    const n = sizes.length;
    this.sizes = sizes;
    this.words = (n + 31) >> 5;
    this.bits = new Int32Array(n * this.words);
    this.fill = new Float64Array(n);
    this.logs = Float64Array.from(sizes, (size) => Math.log2(size));
    this.weight = this.logs.slice();
    this.remaining = [...hidden];
    this.criterion = criterion;
    for (const scope of scopes) {
      for (let i = 0; i < scope.length; i++) {
        for (let j = 0; j < i; j++) if (!this.has(scope[i], scope[j])) this.put(scope[i], scope[j]);
      }
    }
    if (criterion !== "weight") for (const v of hidden) this.fill[v] = this.countFill(v);
  }

  /** Undefined where it becomes more than `most` entries. */
  run(): Order;
  run(most: number): Order | undefined;
  run(most = Infinity): Order | undefined {
    const order: number[] = [];
    const separators: number[][] = [];
    let [total, largest] = [0, 0];
    while (this.remaining.length > 0) {
      const v = this.takeBest();
      const neighbours = this.neighboursOf(v);
      let entries = this.sizes[v];
      for (const u of neighbours) entries *= this.sizes[u];
      total += entries;
      if (total >= most) return undefined;
      largest = Math.max(largest, entries);
      order.push(v);
      separators.push(neighbours);
      this.eliminate(v, neighbours);
    }
    return { order, separators, total, largest };
  }

  /** Ties go to the lesser weight, then to the variable that comes first. */
  private takeBest(): number {
    const { remaining, fill, weight } = this;
    let at = 0;
    if (this.criterion === "weight") {
      for (let i = 1; i < remaining.length; i++) if (weight[remaining[i]] < weight[remaining[at]] - 1e-9) at = i;
    } else {
      // Where nothing is to be added, the order makes no difference.
      for (let i = 1; i < remaining.length && fill[remaining[at]] !== 0; i++) {
        const v = remaining[i];
        const best = remaining[at];
        if (fill[v] < fill[best] || (fill[v] === fill[best] && weight[v] < weight[best] - 1e-9)) at = i;
      }
    }
    const v = remaining[at];
    remaining.splice(at, 1);
    return v;
  }

  private eliminate(v: number, neighbours: readonly number[]): void {
    const { bits, words, fill, weight, logs } = this;
    const counts = this.criterion !== "weight";
    for (let i = 1; i < neighbours.length; i++) {
      for (let j = 0; j < i; j++) {
        const [a, b] = [neighbours[i], neighbours[j]];
        if (this.has(a, b)) continue;
        if (counts) this.fillBeforeEdge(a, b);
        this.put(a, b);
      }
    }
    // Now the neighbours are a clique, and the edges that they lack to v's other neighbours are gone: v has none.
    for (const a of neighbours) {
      if (counts) fill[a] -= this.missing(a, v, v);
      weight[a] -= logs[v];
      bits[a * words + (v >> 5)] &= ~(1 << (v & 31));
    }
  }

  private has(a: number, b: number): boolean {
    return (this.bits[a * this.words + (b >> 5)] & (1 << (b & 31))) !== 0;
  }

  private put(a: number, b: number): void {
    this.bits[a * this.words + (b >> 5)] |= 1 << (b & 31);
    this.bits[b * this.words + (a >> 5)] |= 1 << (a & 31);
    this.weight[a] += this.logs[b];
    this.weight[b] += this.logs[a];
  }

  private neighboursOf(v: number): number[] {
    const found: number[] = [];
    for (let w = 0; w < this.words; w++) {
      for (let word = this.bits[v * this.words + w]; word !== 0; word &= word - 1) {
        found.push((w << 5) + 31 - Math.clz32(word & -word));
      }
    }
    return found;
  }

  /** The edge a–b is about to be: what it completes, and what it opens. */
  private fillBeforeEdge(a: number, b: number): void {
    const { bits, words, fill } = this;
    const value = this.edgeValue(a, b);
    for (let w = 0; w < words; w++) {
      for (let word = bits[a * words + w] & bits[b * words + w]; word !== 0; word &= word - 1) {
        fill[(w << 5) + 31 - Math.clz32(word & -word)] -= value;
      }
    }
    fill[a] += this.missing(a, b, b);
    fill[b] += this.missing(b, a, a);
  }

  /** The value of the edges from u to the neighbours of a that are no neighbours of u, nor u or `but`. */
  private missing(a: number, u: number, but: number): number {
    const { bits, words } = this;
    let sum = 0;
    for (let w = 0; w < words; w++) {
      let word = bits[a * words + w] & ~bits[u * words + w];
      if (w === u >> 5) word &= ~(1 << (u & 31));
      if (w === but >> 5) word &= ~(1 << (but & 31));
      if (this.criterion === "fill") sum += countBits(word);
      else for (; word !== 0; word &= word - 1) sum += this.edgeValue(u, (w << 5) + 31 - Math.clz32(word & -word));
    }
    return sum;
  }

  private edgeValue(a: number, b: number): number {
    return this.criterion === "fill" ? 1 : this.sizes[a] * this.sizes[b];
  }

  private countFill(v: number): number {
    let sum = 0;
    // Each missing edge is met from both its ends.
    for (const u of this.neighboursOf(v)) sum += this.missing(v, u, u);
    return sum / 2;
  }
}

function countBits(word: number): number {
  let x = word - ((word >>> 1) & 0x55555555);
  x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
  return (((x + (x >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}
