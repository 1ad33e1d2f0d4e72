/** Writes the body of a routine as expressions instead of stack code. */
import type { Callable, FunctionBuilder, Local, ModuleBuilder, ValueType } from "../assembler.ts";

/** What can stand in an expression: a local, an i32 constant, or something that leaves its value on the stack. */
export type Term = Local | number | (() => void);

/** Appends to one function. What returns a {@link Term} appends nothing before the term is used, and then at every use. */
export class Writer {
  readonly f: FunctionBuilder;

  constructor(f: FunctionBuilder) {
    this.f = f;
  }

  push(...terms: readonly Term[]): void {
    // By index: before V8 optimizes it, an iterator makes an object for each of the thousands of terms.
    for (let i = 0; i < terms.length; i++) {
      const term = terms[i];
      if (typeof term === "function") term();
      else if (typeof term === "number") this.f.i32(term);
      else this.f.get(term);
    }
  }

  /** The instruction of that name on these operands. */
  op(name: string, ...terms: readonly Term[]): () => void {
    return () => {
      this.push(...terms);
      this.f.op(name);
    };
  }
  /** An instruction that takes a lane, or the offset of a load. */
  at(name: string, immediate: number, ...terms: readonly Term[]): () => void {
    return () => {
      this.push(...terms);
      this.f.op(name, immediate);
    };
  }
  shuffle(places: readonly number[], a: Term, b: Term): () => void {
    return () => {
      this.push(a, b);
      this.f.shuffle(places);
    };
  }
  call(callee: Callable, ...terms: readonly Term[]): () => void {
    return () => {
      this.push(...terms);
      this.f.call(callee);
    };
  }
  f64(value: number): () => void {
    return () => {
      this.f.f64(value);
    };
  }

  add(a: Term, b: Term): () => void {
    return this.op("i32.add", a, b);
  }
  sub(a: Term, b: Term): () => void {
    return this.op("i32.sub", a, b);
  }
  mul(a: Term, b: Term): () => void {
    return this.op("i32.mul", a, b);
  }
  min(a: Term, b: Term): () => void {
    return this.select(this.op("i32.lt_s", a, b), a, b);
  }
  max(a: Term, b: Term): () => void {
    return this.select(this.op("i32.gt_s", a, b), a, b);
  }
  select(condition: Term, a: Term, b: Term): () => void {
    return this.op("select", a, b, condition);
  }
  /** The address of element i. */
  element(base: Term, i: Term, bytes: number): () => void {
    return this.add(base, this.mul(i, bytes));
  }

  /** A new local with that value. */
  let(type: ValueType, value: Term): Local {
    const local = this.f.local(type);
    this.set(local, value);
    return local;
  }
  int(value: Term): Local {
    return this.let("i32", value);
  }
  set(local: Local, value: Term): void {
    this.push(value);
    this.f.set(local);
  }
  /** Adds to an i32 local. */
  bump(local: Local, by: Term): void {
    this.set(local, this.add(local, by));
  }
  store(name: string, address: Term, value: Term, offset = 0): void {
    this.push(address, value);
    this.f.op(name, offset);
  }
  /** Fills with zeros. */
  clear(address: Term, bytes: Term): void {
    this.push(address, 0, bytes);
    this.f.memoryFill();
  }
  copy(to: Term, from: Term, bytes: Term): void {
    this.push(to, from, bytes);
    this.f.memoryCopy();
  }
  /** A statement that leaves nothing: a call without result. */
  do(term: () => void): void {
    term();
  }
  drop(term: Term): void {
    this.push(term);
    this.f.op("drop");
  }
  return(value?: Term): void {
    if (value !== undefined) this.push(value);
    this.f.op("return");
  }

  if(condition: Term, then: () => void, otherwise?: () => void): void {
    this.push(condition);
    this.f.if(then, otherwise);
  }
  /** `for (i = from; i < end; i += step)` with a new local i. The end is a local or a constant. */
  for(from: Term, end: Local | number, step: number, body: (i: Local) => void): void {
    const i = this.int(from);
    this.f.while(i, end, step, () => body(i));
  }
  /** Goes on from where i stands. */
  rest(i: Local, end: Local | number, step: number, body: () => void): void {
    this.f.while(i, end, step, body);
  }
}

/** A function of i32 parameters; `write` gets them by place. @param name - exported under that name */
export function routine(
  module: ModuleBuilder,
  name: string | undefined,
  params: number | readonly ValueType[],
  result: ValueType | undefined,
  write: (w: Writer, params: readonly Local[]) => void,
): FunctionBuilder {
  const types = typeof params === "number" ? new Array<ValueType>(params).fill("i32") : params;
  const f = module.function({ params: types, results: result === undefined ? [] : [result] }, name);
  write(new Writer(f), f.params);
  return f;
}
