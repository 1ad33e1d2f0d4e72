/** Arguments that a compiled function may use up: their memory becomes that of its results, and their tensors have no elements any more. */
import { fail } from "../base/errors.ts";
import type { Program } from "../core/program.ts";
import { type Donation, sharedElements, Tensor } from "../core/tensor.ts";
import { type Consumed, heap } from "./wasm/executable.ts";

/** What is donated. */
export interface Donated {
  /** Among the tensors of all arguments, in order. */
  readonly places: readonly number[];
  /** What their tensors are told afterwards. */
  readonly donations: readonly Donation[];
}

/** Runs something that uses up some of its arguments. What it returns of them as it is goes on in new tensors. */
export function runDonating(
  args: readonly (Tensor | number)[],
  { places, donations }: Donated,
  run: (consumed: Consumed) => readonly Tensor[],
): Tensor[] {
  const given = new Set(places.map((place) => args[place]));
  const consumed = { places, begun: false };
  try {
    return run(consumed).map((out) => (given.has(out) ? passedOn(out) : out));
  } finally {
    if (consumed.begun) places.forEach((place, i) => consume(args[place], donations[i]));
  }
}

const passedOn = (x: Tensor): Tensor => new Tensor(sharedElements(x), x.shape, x.dtype, x.weak);

function consume(x: Tensor | number, donation: Donation): void {
  if (typeof x === "number" || x.donated !== undefined) return;
  heap.discard(x.elements);
  x.elements = undefined;
  x.donated = donation;
}

/** What a program holds of its own is needed for its next call. */
export function refuseConstants(
  { constants }: Program,
  args: readonly (Tensor | number)[],
  { places, donations }: Donated,
): void {
  for (const { value } of constants) {
    const at = places.findIndex((place) => args[place] === value);
    if (at < 0) continue;
    const { by, argument } = donations[at];
    const problem = `${argument} is donated, and the function uses the same tensor from outside besides`;
    const fix = "let the function use its argument instead, or do not donate it";
    const expects = "tensors that the function does not keep";
    fail("value", { op: by, argument: "donateArgnums", got: value, expects, problem, fix });
  }
}
