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

/** Which loops change a lane, which need it, and how often it is used. */
export class LaneFacts {
  private readonly nest: Nest;
  private readonly users = new Map<Lane, number>();
  private readonly levels = new Map<Lane, number>();
  private readonly needed = new Map<Lane, number>();
  private readonly varying = new Set<Lane>();

  constructor(nest: Nest) {
    this.nest = nest;
    const roots = [...nest.stores, ...nest.reductions].map(({ lane }) => lane);
    for (const root of roots) this.users.set(root, (this.users.get(root) ?? 0) + 1);
    for (const lane of nest.lanes) this.examine(lane);
    for (const root of roots) this.needed.set(root, nest.loops.length);
  }

  private examine(lane: Lane): void {
    const { nest, levels, needed, users, varying } = this;
    for (const arg of lane.args) users.set(arg, (users.get(arg) ?? 0) + 1);
    let level = -1;
    let varies = false;
    for (const arg of lane.args) {
      level = Math.max(level, levels.get(arg) as number);
      varies ||= varying.has(arg);
    }
    if (lane.op === "leaf") {
      const { coefficients } = nest.over((lane.data as Load | IndexLeaf).at);
      coefficients.forEach((c, l) => {
        if (c !== 0) level = Math.max(level, l);
      });
      varies ||= (coefficients[nest.vector] ?? 0) !== 0;
    }
    levels.set(lane, level);
    for (const arg of lane.args) needed.set(arg, Math.max(needed.get(arg) ?? -1, level));
    if (varies) varying.add(lane);
  }

  /** Is it used more than once? */
  isShared(lane: Lane): boolean {
    return (this.users.get(lane) as number) > 1;
  }

  /** Do the lanes of a vector differ? */
  varies(lane: Lane): boolean {
    return this.varying.has(lane);
  }

  /** Can it be computed before the loops inside of loop `level`, and no earlier, and is it needed in them? */
  isHoisted(lane: Lane, level: number): boolean {
    return lane.op !== "constant" && this.levels.get(lane) === level && (this.needed.get(lane) as number) > level;
  }

  /** How many lanes a vector has. */
  get width(): number {
    return this.nest.lanes.some(({ type }) => type[1] === "6") ? 2 : 4;
  }

  /** How many vectors are done side by side: as many as keep a core busy and find room in its registers. */
  get copies(): number {
    const { lanes, reductions, reduceFrom, vector } = this.nest;
    const work = lanes.filter(({ op }) => op !== "constant").length;
    // Columns are summed by whole cache lines.
    if (reductions.length > 0 && vector < reduceFrom && work <= 100) return 4;
    const reduces = reductions.length > 0 && reductions.length <= 2;
    if (work <= 14) return reduces ? 4 : 2;
    return work <= 40 && reduces ? 2 : 1;
  }
}
