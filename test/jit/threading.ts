/** What tests of threads share. */
import { setTimeout as after } from "node:timers/promises";
import { expect } from "vitest";
import { jit, random, setThreads, type Tensor } from "nabla";
import { pool } from "../../src/engine/wasm/executable.ts";

export const wave = (v: Tensor): Tensor => v.mul(v).neg().exp().mul(v.sin()).add(v.tanh());

const numbers = random.normal(random.key(5), [601, 1003]);

export const over = (f: (...args: never[]) => unknown, ...args: Tensor[]): (() => unknown) => {
  const compiled = jit(f as (...args: Tensor[]) => Tensor);
  return () => compiled(...(args as []));
};

/** The bits of all numbers. */
export function bitsOf(result: unknown): readonly unknown[] {
  if (Array.isArray(result)) return result.flatMap(bitsOf);
  if (typeof result === "object" && result !== null && !("data" in result))
    return Object.values(result).flatMap(bitsOf);
  const { buffer, byteOffset, byteLength } = (result as Tensor).data();
  return [Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength).toString("latin1")];
}

/** Computes until so many workers listen. */
export async function listening(count: number): Promise<void> {
  const f = jit(wave);
  for (let i = 0; pool.listening < count; i++) {
    if (i === 2000) throw new Error("the workers do not start");
    f(numbers);
    await after(2);
  }
}

/** How often something was divided. */
export const tasks = (): number => (pool as unknown as { readonly task: number }).task;

/** The same bits with any number of threads, and really divided. */
export async function expectDivided(f: () => unknown): Promise<void> {
  const want = bitsOf(f());
  for (const count of [3, 2]) {
    setThreads(count);
    await listening(count - 1);
    const before = tasks();
    for (let i = 0; i < 3; i++) expect(bitsOf(f()).every((bits, k) => bits === want[k])).toBe(true);
    expect(tasks()).toBeGreaterThan(before + 2);
  }
  setThreads(1);
  expect(bitsOf(f()).every((bits, k) => bits === want[k])).toBe(true);
}
