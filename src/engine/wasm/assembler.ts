/** Writes WebAssembly modules: functions instruction by instruction, with names for locals and the commonest loops. */
import { fail } from "../../base/errors.ts";
import { Bytes } from "./bytes.ts";
import { instruction } from "./opcodes.ts";

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
  private readonly code = new Bytes();
  private readonly locals: ValueType[] = [];
  /** Locals that {@link free} gave back. */
  private readonly spare = new Map<ValueType, Local[]>();

  constructor(index: number, signature: Signature) {
    this.index = index;
    this.signature = signature;
    this.params = signature.params.map((type, i) => ({ index: i, type }));
  }

  /** An instruction and its immediate. */
  private putWith(code: number, immediate: number): this {
    this.code.put(code);
    this.code.unsigned(immediate);
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
    const { prefix, opcode, kind, alignment } = found;
    if (prefix === undefined) this.code.put(opcode);
    else this.putWith(prefix, opcode);
    if (kind === "lane") this.code.put(immediate);
    else if (kind !== "plain") this.putWith(alignment, immediate);
    if (kind === "memoryLane") this.code.put(lane);
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
    this.code.put(0x41);
    this.code.signed(value);
    return this;
  }
  i64(value: bigint): this {
    this.code.put(0x42);
    this.code.signed64(value);
    return this;
  }
  f32(value: number): this {
    numberBytes.setFloat32(0, value, true);
    this.code.put(0x43);
    return this.raw(4);
  }
  f64(value: number): this {
    numberBytes.setFloat64(0, value, true);
    this.code.put(0x44);
    return this.raw(8);
  }
  private raw(count: number): this {
    for (let i = 0; i < count; i++) this.code.put(numberBytes.getUint8(i));
    return this;
  }
  /** A v128 constant of 16 bytes. */
  v128(bytes: Uint8Array): this {
    this.code.put(0xfd);
    this.code.put(0x0c);
    this.code.putAll(bytes);
    return this;
  }
  /** i8x16.shuffle with these 16 places. */
  shuffle(places: readonly number[]): this {
    this.code.put(0xfd);
    this.code.put(0x0d);
    this.code.putAll(places);
    return this;
  }
  /** Copies bytes: takes destination, source, count from the stack. */
  memoryCopy(): this {
    this.code.putAll([0xfc, 0x0a, 0, 0]);
    return this;
  }
  /** Fills bytes: takes destination, value, count. */
  memoryFill(): this {
    this.code.putAll([0xfc, 0x0b, 0]);
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
    this.code.put(code);
    this.code.put(result === undefined ? 0x40 : TYPE_CODES[result]);
    body();
    this.code.put(0x0b);
    return this;
  }
  /** Takes a condition from the stack. */
  if(then: () => void, otherwise?: () => void, result?: ValueType): this {
    this.code.put(0x04);
    this.code.put(result === undefined ? 0x40 : TYPE_CODES[result]);
    then();
    if (otherwise !== undefined) {
      this.code.put(0x05);
      otherwise();
    }
    this.code.put(0x0b);
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

  /** Ends it, and puts it into a module: its length, its locals, its instructions. */
  finish(to: Bytes): void {
    const runs: [number, ValueType][] = [];
    for (const type of this.locals) {
      const last = runs.at(-1);
      if (last !== undefined && last[1] === type) last[0]++;
      else runs.push([1, type]);
    }
    const locals = new Bytes();
    locals.unsigned(runs.length);
    for (const [count, type] of runs) {
      locals.unsigned(count);
      locals.put(TYPE_CODES[type]);
    }
    this.code.put(0x0b);
    to.unsigned(locals.length + this.code.length);
    to.append(locals);
    to.append(this.code);
  }
}

/** One module. It imports the memory `env.memory`. */
export class ModuleBuilder {
  private readonly types: Signature[] = [];
  private readonly imports: { readonly name: string; readonly type: number }[] = [];
  private readonly functions: { readonly built: FunctionBuilder; readonly type: number }[] = [];
  private readonly exports: { readonly name: string; readonly index: number }[] = [];
  private readonly shared: boolean;

  /** @param shared - the memory is one that threads share */
  constructor(shared = false) {
    this.shared = shared;
  }

  private typeOf(signature: Signature): number {
    const known = this.types.findIndex(
      ({ params, results }) => sameTypes(params, signature.params) && sameTypes(results, signature.results),
    );
    return known >= 0 ? known : this.types.push(signature) - 1;
  }

  /** A function from outside, `env.NAME`. All imports come before the first function. */
  import(name: string, signature: Signature): Callable {
    if (this.functions.length > 0) fail("internal", { op: "assembler", problem: "imports come before functions" });
    return { index: this.imports.push({ name, type: this.typeOf(signature) }) - 1 };
  }

  /** A new function. @param name - exported under that name */
  function(signature: Signature, name?: string): FunctionBuilder {
    const built = new FunctionBuilder(this.imports.length + this.functions.length, signature);
    this.functions.push({ built, type: this.typeOf(signature) });
    if (name !== undefined) this.exports.push({ name, index: built.index });
    return built;
  }

  encode(): Uint8Array<ArrayBuffer> {
    const { types, imports, functions, exports } = this;
    const to = new Bytes();
    to.putAll([0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00]);
    addSection(to, 1, types, (body, { params, results }) => {
      body.put(0x60);
      addTypes(body, params);
      addTypes(body, results);
    });
    addSection(to, 2, [undefined, ...imports], (body, imported) => {
      body.text("env");
      if (imported === undefined) {
        body.text("memory");
        body.putAll([0x02, this.shared ? 0x03 : 0x00, 1]);
        if (this.shared) body.unsigned(65536);
        return;
      }
      body.text(imported.name);
      body.put(0x00);
      body.unsigned(imported.type);
    });
    addSection(to, 3, functions, (body, { type }) => body.unsigned(type));
    addSection(to, 7, exports, (body, { name, index }) => {
      body.text(name);
      body.put(0x00);
      body.unsigned(index);
    });
    addSection(to, 10, functions, (body, { built }) => built.finish(body));
    return to.finish();
  }
}

const sameTypes = (a: readonly ValueType[], b: readonly ValueType[]): boolean =>
  a.length === b.length && a.every((type, i) => type === b[i]);

function addTypes(to: Bytes, types: readonly ValueType[]): void {
  to.unsigned(types.length);
  for (const type of types) to.put(TYPE_CODES[type]);
}

function addSection<T>(to: Bytes, id: number, items: readonly T[], add: (body: Bytes, item: T) => void): void {
  if (items.length === 0) return;
  const body = new Bytes();
  body.unsigned(items.length);
  for (const item of items) add(body, item);
  to.put(id);
  to.unsigned(body.length);
  to.append(body);
}
