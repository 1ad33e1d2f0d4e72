/** Writes WebAssembly modules: functions instruction by instruction, with names for locals and the commonest loops. */
import { fail } from "../../base/errors.ts";
import { instruction, unsigned } from "./opcodes.ts";

export type ValueType = "i32" | "i64" | "f32" | "f64" | "v128";

const TYPE_CODES: Readonly<Record<ValueType, number>> = { i32: 0x7f, i64: 0x7e, f32: 0x7d, f64: 0x7c, v128: 0x7b };

/** A local variable or a parameter of a function. */
export interface Local {
  readonly index: number;
  readonly type: ValueType;
}

/** A function that can be called: imported, or of the module. */
export interface Callable {
  readonly index: number;
}

export interface Signature {
  readonly params: readonly ValueType[];
  readonly results: readonly ValueType[];
}

const numberBytes: DataView = /*@__PURE__*/ new DataView(/*@__PURE__*/ new ArrayBuffer(16));

/** One function. Methods append instructions and return the function, so that they can be chained. */
export class FunctionBuilder implements Callable {
  readonly index: number;
  readonly signature: Signature;
  readonly params: readonly Local[];
  private bytes: Uint8Array<ArrayBuffer> = new Uint8Array(256);
  private length = 0;
  private readonly locals: ValueType[] = [];
  /** Locals that {@link free} gave back. */
  private readonly spare = new Map<ValueType, Local[]>();

  constructor(index: number, signature: Signature) {
    this.index = index;
    this.signature = signature;
    this.params = signature.params.map((type, i) => ({ index: i, type }));
  }

  // Byte by byte and without lists: in a fresh process V8 interprets all of this, a few thousand times for a program.

  private put(byte: number): void {
    if (this.length === this.bytes.length) {
      const longer = new Uint8Array(2 * this.length);
      longer.set(this.bytes);
      this.bytes = longer;
    }
    this.bytes[this.length++] = byte;
  }

  private putAll(bytes: ArrayLike<number>): void {
    for (let i = 0; i < bytes.length; i++) this.put(bytes[i]);
  }

  /** An instruction and its immediate, in unsigned LEB128. */
  private putWith(code: number, immediate: number): this {
    this.put(code);
    if (immediate < 128) this.put(immediate);
    else this.putAll(unsigned(immediate));
    return this;
  }

  /** A new local variable, 0 at first unless it was used before. */
  local(type: ValueType): Local {
    const spare = this.spare.get(type)?.pop();
    if (spare !== undefined) return spare;
    return { index: this.params.length + this.locals.push(type) - 1, type };
  }

  /** The local may be given out again. */
  free(local: Local): void {
    const list = this.spare.get(local.type);
    if (list === undefined) this.spare.set(local.type, [local]);
    else list.push(local);
  }

  /**
   * Appends an instruction by its name.
   * @param immediate - the lane of `…_lane`; the offset in bytes of a load or store
   * @param lane - of a load or store of one lane
   */
  op(name: string, immediate = 0, lane = 0): this {
    const found = instruction(name);
    if (found === undefined) fail("internal", { op: "assembler", problem: `no instruction is called ${name}` });
    const { bytes, kind, alignment } = found;
    this.putAll(bytes);
    if (kind === "lane") this.put(immediate);
    else if (kind !== "plain") this.putWith(alignment, immediate);
    if (kind === "memoryLane") this.put(lane);
    return this;
  }

  get({ index }: Local): this {
    return this.putWith(0x20, index);
  }
  set({ index }: Local): this {
    return this.putWith(0x21, index);
  }
  tee({ index }: Local): this {
    return this.putWith(0x22, index);
  }

  i32(value: number): this {
    this.put(0x41);
    // Signed LEB128.
    let rest = value | 0;
    for (; rest < -64 || rest > 63; rest >>= 7) this.put((rest & 127) | 128);
    this.put(rest & 127);
    return this;
  }
  i64(value: bigint): this {
    this.put(0x42);
    let rest = BigInt.asIntN(64, value);
    for (; rest < -64n || rest > 63n; rest >>= 7n) this.put(Number(rest & 127n) | 128);
    this.put(Number(rest & 127n));
    return this;
  }
  f32(value: number): this {
    numberBytes.setFloat32(0, value, true);
    this.put(0x43);
    return this.raw(4);
  }
  f64(value: number): this {
    numberBytes.setFloat64(0, value, true);
    this.put(0x44);
    return this.raw(8);
  }
  private raw(count: number): this {
    for (let i = 0; i < count; i++) this.put(numberBytes.getUint8(i));
    return this;
  }
  /** A v128 constant of 16 bytes. */
  v128(bytes: Uint8Array): this {
    this.put(0xfd);
    this.put(0x0c);
    this.putAll(bytes);
    return this;
  }
  /** i8x16.shuffle with these 16 places. */
  shuffle(places: readonly number[]): this {
    this.put(0xfd);
    this.put(0x0d);
    this.putAll(places);
    return this;
  }
  /** Copies bytes: takes destination, source, count from the stack. */
  memoryCopy(): this {
    this.putAll([0xfc, 0x0a, 0, 0]);
    return this;
  }
  /** Fills bytes: takes destination, value, count. */
  memoryFill(): this {
    this.putAll([0xfc, 0x0b, 0]);
    return this;
  }

  call({ index }: Callable): this {
    return this.putWith(0x10, index);
  }

  // ---------------------------------------------------------------- control

  /** A block; `break(depth)` inside leaves it. @param result - what it leaves on the stack */
  block(body: () => void, result?: ValueType): this {
    return this.structure(0x02, body, result);
  }
  /** A loop; `break(depth)` inside starts it again. */
  loop(body: () => void): this {
    return this.structure(0x03, body);
  }
  private structure(code: number, body: () => void, result?: ValueType): this {
    this.put(code);
    this.put(result === undefined ? 0x40 : TYPE_CODES[result]);
    body();
    this.put(0x0b);
    return this;
  }
  /** Takes a condition from the stack. */
  if(then: () => void, otherwise?: () => void, result?: ValueType): this {
    this.put(0x04);
    this.put(result === undefined ? 0x40 : TYPE_CODES[result]);
    then();
    if (otherwise !== undefined) {
      this.put(0x05);
      otherwise();
    }
    this.put(0x0b);
    return this;
  }
  break(depth: number): this {
    return this.putWith(0x0c, depth);
  }
  /** Takes a condition from the stack. */
  breakIf(depth: number): this {
    return this.putWith(0x0d, depth);
  }

  /**
   * `for (; i < end; i += step)`: `i` is set already, `end` an i32 local or a constant. The body is tested before it runs.
   * Inside, depth 0 is the loop and depth 1 what is behind it.
   */
  while(i: Local, end: Local | number, step: number, body: () => void): this {
    const push = (): this => (typeof end === "number" ? this.i32(end) : this.get(end));
    this.get(i);
    push()
      .op("i32.lt_s")
      .if(() => {
        this.loop(() => {
          body();
          this.get(i).i32(step).op("i32.add").tee(i);
          push().op("i32.lt_s").breakIf(0);
        });
      });
    return this;
  }

  /** Its code as the module holds it: what comes first, then the instructions. */
  encode(): readonly [head: readonly number[], code: Uint8Array] {
    const runs: [number, ValueType][] = [];
    for (const type of this.locals) {
      const last = runs.at(-1);
      if (last !== undefined && last[1] === type) last[0]++;
      else runs.push([1, type]);
    }
    const locals = [
      ...unsigned(runs.length),
      ...runs.flatMap(([count, type]) => [...unsigned(count), TYPE_CODES[type]]),
    ];
    this.put(0x0b);
    return [[...unsigned(locals.length + this.length), ...locals], this.bytes.subarray(0, this.length)];
  }
}

/** One module. It imports the memory `env.memory`. */
export class ModuleBuilder {
  private readonly types: string[] = [];
  private readonly typeBytes: number[][] = [];
  private readonly imports: { readonly name: string; readonly type: number }[] = [];
  private readonly functions: FunctionBuilder[] = [];
  private readonly exports: { readonly name: string; readonly index: number }[] = [];
  private readonly shared: boolean;

  /** @param shared - the memory is one that threads share */
  constructor(shared = false) {
    this.shared = shared;
  }

  private typeOf({ params, results }: Signature): number {
    const key = `${params.join()}>${results.join()}`;
    const known = this.types.indexOf(key);
    if (known >= 0) return known;
    const list = (types: readonly ValueType[]): number[] => [
      ...unsigned(types.length),
      ...types.map((t) => TYPE_CODES[t]),
    ];
    this.typeBytes.push([0x60, ...list(params), ...list(results)]);
    return this.types.push(key) - 1;
  }

  /** A function from outside, `env.NAME`. All imports come before the first function. */
  import(name: string, signature: Signature): Callable {
    if (this.functions.length > 0) fail("internal", { op: "assembler", problem: "imports come before functions" });
    return { index: this.imports.push({ name, type: this.typeOf(signature) }) - 1 };
  }

  /** A new function. @param name - exported under that name */
  function(signature: Signature, name?: string): FunctionBuilder {
    const built = new FunctionBuilder(this.imports.length + this.functions.length, signature);
    this.functions.push(built);
    if (name !== undefined) this.exports.push({ name, index: built.index });
    return built;
  }

  encode(): Uint8Array<ArrayBuffer> {
    // Names are ASCII.
    const text = (s: string): number[] => [...unsigned(s.length), ...Array.from(s, (c) => c.charCodeAt(0))];
    const section = (id: number, items: readonly (readonly number[])[]): number[] => {
      if (items.length === 0) return [];
      const body = [unsigned(items.length), ...items].flat();
      return [id, ...unsigned(body.length), ...body];
    };
    const functionTypes = this.functions.map(({ signature }) => unsigned(this.typeOf(signature)));
    const limits = this.shared ? [0x03, ...unsigned(1), ...unsigned(65536)] : [0x00, ...unsigned(1)];
    const head = [
      [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
      section(1, this.typeBytes),
      section(2, [
        [...text("env"), ...text("memory"), 0x02, ...limits],
        ...this.imports.map(({ name, type }) => [...text("env"), ...text(name), 0x00, ...unsigned(type)]),
      ]),
      section(3, functionTypes),
      section(
        7,
        this.exports.map(({ name, index }) => [...text(name), 0x00, ...unsigned(index)]),
      ),
    ].flat();
    const bodies = this.functions.map((built) => built.encode());
    const count = unsigned(bodies.length);
    const size = bodies.reduce((sum, [first, code]) => sum + first.length + code.length, count.length);
    head.push(10, ...unsigned(size), ...count);
    const bytes = new Uint8Array(head.length + size - count.length);
    bytes.set(head);
    let at = head.length;
    for (const [first, code] of bodies) {
      bytes.set(first, at);
      bytes.set(code, at + first.length);
      at += first.length + code.length;
    }
    return bytes;
  }
}
