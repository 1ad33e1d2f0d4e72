/** What is known of the lanes of a nest before its code is written. */
import type { IndexLeaf, Load, Nest } from "../../compile/nest.ts";
import type { Lane } from "../../core/kernel.ts";

/** Does a nest have rare points that can wait until its end? Not if places depend on them: they might lie outside of memory. */
export function hasRarePoints({ lanes }: Nest): boolean {
  const computes = lanes.some(
    ({ op, data }) => op === "leaf" && (data as Load | IndexLeaf).kind === "load" && (data as Load).computed,
  );
  return !computes && lanes.some(({ op }) => op === "rare");
}

interface Fact {
  /** How often it is used. */
  users: number;
  /** The innermost loop that changes it; -1 for none. */
  readonly level: number;
  /** The innermost loop in which it is needed. */
  needed: number;
  readonly varies: boolean;
}

/** Which loops change a lane, which need it, and how often it is used. */
export class LaneFacts {
  private readonly nest: Nest;
  /** By the lanes' ids. */
  private readonly facts: Fact[] = [];

  constructor(nest: Nest) {
    this.nest = nest;
    for (const lane of nest.lanes) this.examine(lane);
    for (const { lane } of [...nest.stores, ...nest.reductions]) {
      const fact = this.facts[lane.id];
      fact.users++;
      fact.needed = nest.loops.length;
    }
  }

  private examine({ id, op, args, data }: Lane): void {
    const { nest, facts } = this;
    let level = -1;
    let varies = false;
    for (let i = 0; i < args.length; i++) {
      const fact = facts[args[i].id];
      fact.users++;
      level = Math.max(level, fact.level);
      varies ||= fact.varies;
    }
    if (op === "leaf") {
      const { coefficients } = nest.over((data as Load | IndexLeaf).at);
      coefficients.forEach((c, l) => {
        if (c !== 0) level = Math.max(level, l);
      });
      varies ||= (coefficients[nest.vector] ?? 0) !== 0;
    }
    facts[id] = { users: 0, level, needed: -1, varies };
    for (let i = 0; i < args.length; i++) {
      const fact = facts[args[i].id];
      fact.needed = Math.max(fact.needed, level);
    }
  }

  /** Is it used more than once? */
  isShared(lane: Lane): boolean {
    return this.facts[lane.id].users > 1;
  }

  /** Do the lanes of a vector differ? */
  varies(lane: Lane): boolean {
    return this.facts[lane.id].varies;
  }

  /** Can it be computed before the loops inside of loop `level`, and no earlier, and is it needed in them? */
  isHoisted(lane: Lane, level: number): boolean {
    const fact = this.facts[lane.id];
    return lane.op !== "constant" && fact.level === level && fact.needed > level;
  }

  /** How many lanes a vector has. */
  get width(): number {
    return this.nest.lanes.some(({ type }) => type[1] === "6") ? 2 : 4;
  }

  /** Turns of the loop over vectors that are done at a time. */
  get grain(): number {
    return this.width * this.copies;
  }

  /**
   * How many vectors are done side by side. A core looks about a hundred instructions ahead for some that need not wait: short nests
   * have several turns in that; of long ones it would see a part of one turn, in which most wait for the one before.
   */
  get copies(): number {
    const { lanes, reductions, reduceFrom, vector } = this.nest;
    const work = lanes.filter(({ op }) => op !== "constant").length;
    // Columns are summed by whole cache lines.
    if (reductions.length > 0 && vector < reduceFrom && work <= 100) return 4;
    if (reductions.length > 2) return 1;
    return work > 100 || (work <= 14 && reductions.length > 0) ? 4 : 2;
  }
}
