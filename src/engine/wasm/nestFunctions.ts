/**
 * The functions of a program's loop nests, and their calls. What takes long is exported as a function of a range, which is for the
 * importer of the module to divide; see `threads/pool.ts`.
 */
import { inBlocks } from "../../compile/blocks.ts";
import type { Nest } from "../../compile/nest.ts";
import type { Callable, FunctionBuilder, ModuleBuilder, Signature } from "./assembler.ts";
import type { EmitContext } from "./emitContext.ts";
import type { Divided } from "./emitted.ts";
import { NestEmitter } from "./emitNest.ts";
import { hasRarePoints, LaneFacts } from "./laneFacts.ts";
import type { Places } from "./places.ts";
import type { RareNests } from "./rareNests.ts";
import { isWorthDividing, PIECE, pieceOf, workOf } from "./work.ts";

/** A function of the workspace's address. */
export const WORKSPACE: Signature = { params: ["i32"], results: [] };
/** And of a range of turns. */
const RANGE: Signature = { params: ["i32", "i32", "i32"], results: [] };

export class NestFunctions {
  private readonly module: ModuleBuilder;
  private readonly context: EmitContext;
  private readonly places: Places;
  private readonly parallel: Callable;
  private readonly rare: RareNests;
  /** Those that are exported, as nest0, nest1, … */
  readonly divided: Divided[] = [];

  /** @param parallel - (kernel, workspace, own, turns, piece): lets threads share the turns of an exported function */
  constructor(module: ModuleBuilder, context: EmitContext, places: Places, parallel: Callable, rare: RareNests) {
    this.module = module;
    this.context = context;
    this.places = places;
    this.parallel = parallel;
    this.rare = rare;
  }

  /** Calls a nest. */
  emit(f: FunctionBuilder, nest: Nest): void {
    const work = workOf(nest);
    const divides = isWorthDividing([{ nest }]);
    const blocked = divides ? inBlocks(nest, work / PIECE, new LaneFacts(nest).grain) : undefined;
    if (!divides || (blocked === undefined && nest.reduceFrom === 0)) this.emitWhole(f, nest);
    else if (blocked === undefined) this.emitDivided(f, nest, work);
    else {
      this.places.during(blocked.partials, () => {
        this.emitDivided(f, blocked.nest, work);
        if (blocked.join !== undefined) this.emitWhole(f, blocked.join);
      });
    }
  }

  private emitWhole(f: FunctionBuilder, nest: Nest): void {
    f.get(f.params[0]).call(this.kernelOf(nest, WORKSPACE).kernel);
  }

  private emitDivided(f: FunctionBuilder, nest: Nest, work: number): void {
    const { grain } = this.kernelOf(nest, RANGE, true);
    this.divide(f, { own: 0, routines: [] }, () => f.i32(0), nest.loops[0].size, pieceOf(nest, work, grain));
  }

  /** The function of a nest. @param exported - it is the next that is divided */
  kernelOf(nest: Nest, signature: Signature, exported = false): { kernel: Callable; grain: number } {
    const kernel = this.module.function(signature, exported ? this.nextName : undefined);
    const again = hasRarePoints(nest) ? this.rare.add(kernel, nest) : undefined;
    const emitter = new NestEmitter(kernel, nest, this.context, again);
    emitter.emit();
    return { kernel, grain: emitter.grain };
  }

  /** Of the next function that is divided. */
  get nextName(): string {
    return `nest${this.divided.length}`;
  }

  /** Calls what was exported last for all turns of its outermost loop, or lets threads share them. @param own - its working space */
  divide(f: FunctionBuilder, what: Divided, own: () => void, turns: number, piece: number): void {
    f.i32(this.divided.push(what) - 1).get(f.params[0]);
    own();
    f.i32(turns).i32(piece).call(this.parallel);
  }
}
