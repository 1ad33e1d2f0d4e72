/** Host functions in a module: imported for one number, called lane by lane. */
import type { Nest } from "../../compile/nest.ts";
import type { HostFunction, LaneType } from "../../core/kernel.ts";
import type { Callable, FunctionBuilder, Local, ModuleBuilder, ValueType } from "./assembler.ts";
import { shapeOf } from "./lanes.ts";

export class HostFunctions {
  private readonly module: ModuleBuilder;
  private readonly imported = new Map<HostFunction, Callable>();
  /** Functions of the module, by what they do. */
  private readonly byLane = new Map<string, Callable>();

  constructor(module: ModuleBuilder) {
    this.module = module;
  }

  /** In the order of their imports. */
  get all(): readonly HostFunction[] {
    return [...this.imported.keys()];
  }

  /** All that a nest calls. @param rare - also for its rare points */
  importOf({ lanes }: Nest, rare: boolean): void {
    for (const { op, args, data } of lanes) {
      if (op === "host") this.import(data as HostFunction, args.length);
      else if (op === "rare" && rare) this.import(data as HostFunction, args.length - 2);
    }
  }

  /** @param count - of arguments */
  private import(host: HostFunction, count: number): void {
    if (this.imported.has(host)) return;
    const params = new Array<ValueType>(count).fill("f64");
    this.imported.set(host, this.module.import(`host${this.imported.size}`, { params, results: ["f64"] }));
  }

  /** See `EmitContext.hostCall`. */
  callByLane(host: HostFunction, args: readonly LaneType[], out: LaneType, masked: boolean, lanes: number): Callable {
    const callee = this.imported.get(host) as Callable;
    const key = `${callee.index} ${args.join()} ${out} ${masked} ${lanes}`;
    const known = this.byLane.get(key);
    if (known !== undefined) return known;
    const params = new Array<ValueType>(args.length + (masked ? 2 : 0)).fill("v128");
    const f = this.module.function({ params, results: ["v128"] });
    this.byLane.set(key, f);
    const rest = f.params.slice(masked ? 2 : 0);
    const found = masked ? f.params[1] : f.local("v128");
    const bits = f.local("i32");
    if (masked)
      f.get(f.params[0])
        .op(`${out[1] === "6" ? "i64x2" : "i32x4"}.bitmask`)
        .set(bits);
    for (let lane = 0; lane < lanes; lane++) {
      const compute = (): void => {
        f.get(found);
        rest.forEach((x, i) => extract(f, x, args[i], lane));
        f.call(callee);
        replace(f, out, lane);
        f.set(found);
      };
      if (masked)
        f.get(bits)
          .i32(1 << lane)
          .op("i32.and")
          .if(compute);
      else compute();
    }
    f.get(found);
    if (out[0] === "m") f.v128(new Uint8Array(16)).op(`${shapeOf(out)}.ne`);
    return f;
  }
}

/** Pushes a lane as float64. */
function extract(f: FunctionBuilder, x: Local, type: LaneType, lane: number): void {
  f.get(x).op(`${shapeOf(type)}.extract_lane`, lane);
  if (type === "f32") f.op("f64.promote_f32");
  else if (type === "i32") f.op("f64.convert_i32_s");
  else if (type === "m32") f.op("i32.eqz").op("i32.eqz").op("f64.convert_i32_s");
  else if (type === "m64") f.op("i64.eqz").op("i32.eqz").op("f64.convert_i32_s");
  else if (type === "i64") f.op("f64.convert_i64_s");
}

/** Puts a float64 into a lane. Integers wrap; a mask is what is not 0, and becomes one when all lanes are there. */
function replace(f: FunctionBuilder, type: LaneType, lane: number): void {
  if (type === "f32") f.op("f32.demote_f64");
  else if (type === "i32" || type === "m32") f.op("i64.trunc_sat_f64_s").op("i32.wrap_i64");
  else if (type === "i64" || type === "m64") f.op("i64.trunc_sat_f64_s");
  f.op(`${shapeOf(type)}.replace_lane`, lane);
}
