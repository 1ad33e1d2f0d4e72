/**
 * Kernels: what happens to one element, written over a closed set of scalar ops that every backend knows. A kernel is data, a graph
 * without doubles; a backend runs it on as many elements at a time as its vectors hold ("lanes").
 */

/** Of one lane. m32 and m64 are truth values beside elements of 32 and of 64 bits; unsigned integers are i32 with ops of their own. */
export type LaneType = "f64" | "f32" | "i64" | "i32" | "m64" | "m32";

/** The closed set. Its meaning is IEEE 754 and WebAssembly's: shifts take the count modulo the width, integers wrap. */
export type LaneOp =
  // leaves: an argument, a constant, and what the backend adds itself (elements of tensors, indices)
  | "argument"
  | "constant"
  | "leaf"
  // floats; min and max give NaN if an argument is
  | "add"
  | "sub"
  | "mul"
  | "div"
  | "neg"
  | "abs"
  | "sqrt"
  | "floor"
  | "ceil"
  | "trunc"
  | "nearest"
  | "min"
  | "max"
  | "fma"
  // comparisons of floats and of signed integers; eq and ne of integers; all give a mask
  | "eq"
  | "ne"
  | "lt"
  | "le"
  // integers; add, sub, mul, neg, abs as above
  | "and"
  | "or"
  | "xor"
  | "not"
  | "shl"
  | "shrS"
  | "shrU"
  | "ltU"
  | "leU"
  | "divS"
  | "divU"
  | "remS"
  | "remU"
  // choices
  | "select"
  // the same bits as the float or integer of that width
  | "bits"
  // i32, u32 (toFloatU) to float; float to i32, u32 (toIntU), truncated and saturated, NaN to 0; between widths of one kind
  | "toFloat"
  | "toFloatU"
  | "toInt"
  | "toIntU"
  | "widen"
  // where the mask is set, the scalar function of the op computes; for points that are rare
  | "rare"
  // the scalar function of the op computes each lane
  | "host";

/** A value of each lane. */
export interface Lane {
  readonly id: number;
  readonly op: LaneOp;
  readonly type: LaneType;
  readonly args: readonly Lane[];
  /** A constant's value, an argument's place, a shift's count, the function of `rare` and `host`, the leaf of a backend. */
  readonly data: unknown;
}

/** A lane or a number, which becomes a constant of the type that it meets. */
export type LaneLike = Lane | number;

/** A scalar function that a kernel may leave its work to; it takes and gives float64. */
export type HostFunction = (...args: number[]) => number;

/** What an elementwise op does to one element. Arguments are of the lane type of the op's dtype; bool is a mask. */
export type ElementKernel = (k: Kernel, ...args: Lane[]) => Lane;

/** Whether the integers of the op at hand are unsigned. */
export interface KernelSettings {
  readonly unsigned?: boolean;
  /** The scalar function of the op, and its arguments. */
  readonly host?: HostFunction;
  readonly args?: readonly Lane[];
}

const isFloatLane = (type: LaneType): boolean => type === "f64" || type === "f32";
const isWide = (type: LaneType): boolean => type[1] === "6";
export const isMask = (type: LaneType): boolean => type[0] === "m";
const maskOf = (type: LaneType): LaneType => (isWide(type) ? "m64" : "m32");

/** Builds the graph; equal expressions are one lane. */
export class Kernel {
  private readonly known = new Map<string, Lane>();
  private readonly objects = new Map<unknown, number>();
  private settings: KernelSettings = {};
  private count = 0;

  /** Runs the kernel of an op on lanes. */
  apply(kernel: ElementKernel, settings: KernelSettings, args: readonly Lane[]): Lane {
    const before = this.settings;
    this.settings = { ...settings, args };
    try {
      return kernel(this, ...args);
    } finally {
      this.settings = before;
    }
  }

  /** Integers of the op at hand are unsigned. */
  get unsigned(): boolean {
    return this.settings.unsigned === true;
  }

  node(op: LaneOp, type: LaneType, args: readonly Lane[], data?: unknown): Lane {
    const simpler = args.length === 0 ? undefined : this.simplify(op, type, args);
    if (simpler !== undefined) return simpler;
    let key = `${op} ${type}`;
    for (let i = 0; i < args.length; i++) key += ` ${args[i].id}`;
    if (data !== undefined) key += ` : ${this.keyOf(data)}`;
    let found = this.known.get(key);
    if (found === undefined) this.known.set(key, (found = { id: this.count++, op, type, args, data }));
    return found;
  }

  /** What is the same to the last bit without computing; derivatives of slices and of constants are full of it. */
  private simplify(op: LaneOp, type: LaneType, args: readonly Lane[]): Lane | undefined {
    const [a, b, c] = args;
    const isConstant = (x: Lane | undefined, value: unknown): boolean =>
      x?.op === "constant" && Object.is(x.data, value);
    switch (op) {
      case "eq":
      case "ne":
      case "lt":
      case "le":
        return this.simplifyTest(op, type, a, b);
      case "and":
      case "or": {
        if (!isMask(type)) return undefined;
        const absorbing = op === "or";
        if (isConstant(a, absorbing) || isConstant(b, !absorbing)) return a;
        return isConstant(b, absorbing) || isConstant(a, !absorbing) ? b : undefined;
      }
      case "not":
        return isMask(type) && a.op === "constant" ? this.constant(a.data !== true, type) : undefined;
      case "widen":
        return isMask(type) && a.op === "constant" ? this.constant(a.data === true, type) : undefined;
      case "select":
        return b === c || isConstant(a, true) ? b : isConstant(a, false) ? c : undefined;
      case "add":
        return type !== "i32" ? undefined : isConstant(b, 0) ? a : isConstant(a, 0) ? b : undefined;
      case "mul":
        return type === "i64" ? undefined : isConstant(b, 1) ? a : isConstant(a, 1) ? b : undefined;
      default:
        return undefined;
    }
  }

  private simplifyTest(op: "eq" | "ne" | "lt" | "le", type: LaneType, a: Lane, b: Lane): Lane | undefined {
    const holds = (x: unknown, y: unknown): boolean => {
      const [p, q] = [x as number, y as number];
      return op === "eq" ? p === q : op === "ne" ? p !== q : op === "lt" ? p < q : p <= q;
    };
    if (b.op !== "constant" || typeof b.data !== "number") return undefined;
    if (a.op === "constant") return this.constant(holds(a.data, b.data), type);
    // Of a choice between two constants only the choice is left.
    const [mask, yes, no] = a.args;
    if (a.op !== "select" || yes.op !== "constant" || no.op !== "constant" || typeof yes.data !== "number")
      return undefined;
    const [ifYes, ifNo] = [holds(yes.data, b.data), holds(no.data, b.data)];
    const same = this.maskLike(mask, type);
    return ifYes === ifNo ? this.constant(ifYes, type) : ifYes ? same : this.not(same);
  }

  private keyOf(data: unknown): string {
    if (typeof data === "number") return Object.is(data, -0) ? "-0" : String(data);
    if (typeof data !== "object" && typeof data !== "function") return `${typeof data} ${String(data)}`;
    let n = this.objects.get(data);
    if (n === undefined) this.objects.set(data, (n = this.objects.size));
    return `#${n}`;
  }

  // ---------------------------------------------------------------- leaves

  argument(place: number, type: LaneType): Lane {
    return this.node("argument", type, [], place);
  }

  /** A constant: a number for floats and i32, a bigint for i64, a boolean for masks. Floats are rounded to the type. */
  constant(value: number | bigint | boolean, type: LaneType): Lane {
    if (type === "f32") return this.node("constant", type, [], Math.fround(Number(value)));
    if (type === "i64") return this.node("constant", type, [], BigInt.asIntN(64, BigInt(value)));
    if (type === "i32") return this.node("constant", type, [], Number(value) | 0);
    return this.node("constant", type, [], value);
  }

  /** Something of the backend's, such as the element of a tensor. */
  leaf(type: LaneType, data: unknown, args: readonly Lane[] = []): Lane {
    return this.node("leaf", type, args, data);
  }

  private pair(a: LaneLike, b: LaneLike): [Lane, Lane] {
    if (typeof a === "number") return [this.constant(a, (b as Lane).type), b as Lane];
    return [a, typeof b === "number" ? this.constant(b, a.type) : b];
  }

  private binary(op: LaneOp, a: LaneLike, b: LaneLike): Lane {
    const pair = this.pair(a, b);
    return this.node(op, pair[0].type, pair);
  }

  private test(op: LaneOp, a: LaneLike, b: LaneLike): Lane {
    const pair = this.pair(a, b);
    return this.node(op, maskOf(pair[0].type), pair);
  }

  // ---------------------------------------------------------------- arithmetic

  add(a: LaneLike, b: LaneLike): Lane {
    return this.binary("add", a, b);
  }
  sub(a: LaneLike, b: LaneLike): Lane {
    return this.binary("sub", a, b);
  }
  mul(a: LaneLike, b: LaneLike): Lane {
    return this.binary("mul", a, b);
  }
  /** Of floats. */
  div(a: LaneLike, b: LaneLike): Lane {
    return this.binary("div", a, b);
  }
  neg(a: Lane): Lane {
    return this.node("neg", a.type, [a]);
  }
  abs(a: Lane): Lane {
    return this.node("abs", a.type, [a]);
  }
  sqrt(a: Lane): Lane {
    return this.node("sqrt", a.type, [a]);
  }
  floor(a: Lane): Lane {
    return this.node("floor", a.type, [a]);
  }
  ceil(a: Lane): Lane {
    return this.node("ceil", a.type, [a]);
  }
  trunc(a: Lane): Lane {
    return this.node("trunc", a.type, [a]);
  }
  /** To the nearest whole number, ties to even. */
  nearest(a: Lane): Lane {
    return this.node("nearest", a.type, [a]);
  }
  /** Of floats; NaN if one is NaN, and -0 < 0. */
  min(a: LaneLike, b: LaneLike): Lane {
    return this.binary("min", a, b);
  }
  max(a: LaneLike, b: LaneLike): Lane {
    return this.binary("max", a, b);
  }
  /** a b + c of floats; rounded once where the machine can, twice elsewhere: use it only where both are accurate enough. */
  fma(a: LaneLike, b: LaneLike, c: LaneLike): Lane {
    const type = [a, b, c].find((x): x is Lane => typeof x !== "number")?.type ?? "f64";
    const [x, y, z] = [a, b, c].map((v) => (typeof v === "number" ? this.constant(v, type) : v));
    return this.node("fma", type, [x, y, z]);
  }
  /** c₀ + c₁ x + c₂ x² + …, by Horner's rule. */
  polynomial(x: Lane, coefficients: readonly number[]): Lane {
    const last = coefficients.length - 1;
    let sum: Lane = this.constant(coefficients[last], x.type);
    for (let i = last - 1; i >= 0; i--) sum = this.fma(sum, x, coefficients[i]);
    return sum;
  }

  // ---------------------------------------------------------------- comparisons and choices

  eq(a: LaneLike, b: LaneLike): Lane {
    return this.test("eq", a, b);
  }
  ne(a: LaneLike, b: LaneLike): Lane {
    return this.test("ne", a, b);
  }
  /** Of floats or integers, which are unsigned where the op's are. */
  lt(a: LaneLike, b: LaneLike): Lane {
    const [x, y] = this.pair(a, b);
    return this.test(this.unsigned && x.type === "i32" ? "ltU" : "lt", x, y);
  }
  le(a: LaneLike, b: LaneLike): Lane {
    const [x, y] = this.pair(a, b);
    return this.test(this.unsigned && x.type === "i32" ? "leU" : "le", x, y);
  }
  gt(a: LaneLike, b: LaneLike): Lane {
    const [x, y] = this.pair(a, b);
    return this.lt(y, x);
  }
  ge(a: LaneLike, b: LaneLike): Lane {
    const [x, y] = this.pair(a, b);
    return this.le(y, x);
  }
  isNaN(a: Lane): Lane {
    return this.ne(a, a);
  }
  /**
   * Lane by lane a or b, without computing with the one that is not taken; also of two masks, whose widths may differ: an element
   * of a bool tensor is m32, a comparison of float64 m64.
   */
  select(mask: Lane, a: LaneLike, b: LaneLike): Lane {
    const [x, y] = this.pair(a, b);
    return this.node("select", x.type, [this.maskLike(mask, x.type), x, isMask(y.type) ? this.maskLike(y, x.type) : y]);
  }
  /** A mask beside lanes of another width. */
  maskLike(mask: Lane, type: LaneType): Lane {
    const wanted = maskOf(type);
    return mask.type === wanted ? mask : this.node("widen", wanted, [mask]);
  }

  // ---------------------------------------------------------------- bits; and, or, not also of masks

  private logic(op: LaneOp, a: LaneLike, b: LaneLike): Lane {
    const [x, y] = this.pair(a, b);
    return this.node(op, x.type, [x, isMask(y.type) ? this.maskLike(y, x.type) : y]);
  }
  and(a: LaneLike, b: LaneLike): Lane {
    return this.logic("and", a, b);
  }
  or(a: LaneLike, b: LaneLike): Lane {
    return this.logic("or", a, b);
  }
  xor(a: LaneLike, b: LaneLike): Lane {
    return this.logic("xor", a, b);
  }
  not(a: Lane): Lane {
    return this.node("not", a.type, [a]);
  }
  /** Shifts by a number of bits that is the same for all lanes. */
  shl(a: Lane, count: number): Lane {
    return this.node("shl", a.type, [a], count);
  }
  shrS(a: Lane, count: number): Lane {
    return this.node("shrS", a.type, [a], count);
  }
  shrU(a: Lane, count: number): Lane {
    return this.node("shrU", a.type, [a], count);
  }
  /** Quotient towards zero and remainder of i32, unsigned where the op's are; the divisor must not be 0. */
  quotient(a: LaneLike, b: LaneLike): Lane {
    return this.binary(this.unsigned ? "divU" : "divS", a, b);
  }
  remainder(a: LaneLike, b: LaneLike): Lane {
    return this.binary(this.unsigned ? "remU" : "remS", a, b);
  }
  /** A float as the integer with the same bits, or back. */
  bits(a: Lane): Lane {
    const type = a.type === "f64" ? "i64" : a.type === "f32" ? "i32" : a.type === "i64" ? "f64" : "f32";
    return this.node("bits", type, [a]);
  }
  /** The magnitude of a with the sign of b. */
  copysign(a: Lane, b: LaneLike): Lane {
    const [x, y] = this.pair(a, b);
    const sign = x.type === "f64" ? this.constant(-(2n ** 63n), "i64") : this.constant(-(2 ** 31), "i32");
    return this.bits(this.or(this.and(this.bits(y), sign), this.and(this.bits(x), this.not(sign))));
  }

  // ---------------------------------------------------------------- conversions

  /** i32 (unsigned where the op's are) to a float type. */
  toFloat(a: Lane, type: "f64" | "f32"): Lane {
    return this.node(this.unsigned ? "toFloatU" : "toFloat", type, [a]);
  }
  /** A float to i32: truncated and saturated, NaN to 0. */
  toInt(a: Lane): Lane {
    return this.node("toInt", "i32", [a]);
  }
  toIntU(a: Lane): Lane {
    return this.node("toIntU", "i32", [a]);
  }
  /** f32 to f64 or back, i32 to i64 (by sign) or back, or a mask of the other width. */
  convert(a: Lane, type: LaneType): Lane {
    return a.type === type ? a : this.node("widen", type, [a]);
  }
  /** 1 where the mask is set, else 0. */
  fromMask(mask: Lane, type: "f64" | "f32" | "i32"): Lane {
    return this.select(mask, this.constant(1, type), this.constant(0, type));
  }

  // ---------------------------------------------------------------- the op's scalar function

  /** The value, except where the mask is set: there the op's scalar function (`eval`) computes. For points that are rare. */
  rare(mask: Lane, value: Lane): Lane {
    const { host, args = [] } = this.settings;
    if (host === undefined) return value;
    return this.node("rare", value.type, [this.maskLike(mask, value.type), value, ...args], host);
  }

  /** The op's scalar function for each lane. */
  host(type: LaneType, f: HostFunction, args: readonly Lane[]): Lane {
    return this.node("host", type, args, f);
  }

  isFloat(a: Lane): boolean {
    return isFloatLane(a.type);
  }
}
