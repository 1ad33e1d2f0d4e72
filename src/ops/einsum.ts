/** Einstein's summation convention. */
import { fail, show } from "../base/errors.ts";
import { broadcastShapes, sizeOf } from "../base/shapes.ts";
import { permute, reshapeTo, sumOver } from "../core/basic.ts";
import { toTensor } from "../core/convert.ts";
import { promoteAll } from "../core/elementwise.ts";
import type { Tensor, TensorLike } from "../core/tensor.ts";
import { mul } from "./arithmetic.ts";
import { sliceAxis } from "./blocks.ts";
import { dotGeneral } from "./dotGeneral.ts";

/** A tensor whose axes have names; a letter, or a place counted from the end of the ellipsis. */
interface Named {
  readonly x: Tensor;
  readonly names: readonly string[];
}

/**
 * Sums of products written with indices: "ij,jk->ik" is the matrix product, "ii->i" the diagonal, "ij->" the sum.
 *
 * NumPy's language: an index in several places runs along in all of them, and one that the result lacks is summed over;
 * without "->" the result has the indices that occur once, in alphabetical order; "..." stands for leading axes, which
 * broadcast (named indices do not). More than two operands are multiplied in pairs, the pair that saves most memory first.
 * @param spec - the indices of each operand, separated by commas, and those of the result
 * @param operands - as many tensors as the spec names
 * @returns the tensor with the indices of the result
 * @throws TensorError "value" where the spec is malformed, "shape" where it does not fit the tensors
 * @example
 * einsum("ij,jk->ik", [[1, 2], [3, 4]], [[1, 0], [0, 1]]); // => Tensor [[1, 2], [3, 4]]
 * einsum("ii", [[1, 2], [3, 4]]); // => Tensor 5
 * einsum("...i,i->...", [[1, 2], [3, 4]], [1, 10]); // => Tensor [21, 43]
 * @source Einstein, Annalen der Physik 354 (1916), §5; numpy.einsum; Smith & Gray, opt_einsum, JOSS 3 (2018), 753
 * @peers torch.einsum, tf.einsum, jax.numpy.einsum, mxnet.np.einsum, numpy.einsum
 * @math z_{ik} = \sum_j x_{ij}\, y_{jk}
 * @see tensordot, matmul
 * @keywords Einstein summation, tensor contraction, index notation
 */
export function einsum(spec: string, ...operands: readonly TensorLike[]): Tensor {
  const { inputs, output } = parseSpec(spec, operands.length);
  const tensors = promoteAll(
    operands.map((x, i) => toTensor(x, "einsum", `operand ${i}`)),
    "number",
    "einsum",
  );
  const named = tensors.map((x, i) => nameAxes(spec, x, inputs[i], i));
  const sizes = sizesOf(spec, named);
  const result = output === undefined ? impliedOutput(named) : namedOutput(spec, output, named);
  const terms = named.map((term) => takeDiagonals(dropRepeated(term, sizes)));
  return permuteTo(contractAll(terms, result, sizes), result);
}

// ---------------------------------------------------------------- the language

const MALFORMED = 'indices such as "ij,jk->ik": letters, at most one "..." for each operand, commas, at most one "->"';

function failSpec(
  spec: unknown,
  problem: string,
  fix = 'write the indices of each operand and of the result, e.g. einsum("ij,jk->ik", x, y) for the matrix product',
): never {
  fail("value", { op: "einsum", argument: "spec", got: spec, problem, expects: MALFORMED, fix });
}

function parseSpec(
  spec: string,
  count: number,
): { readonly inputs: readonly string[]; readonly output: string | undefined } {
  if (typeof spec !== "string") failSpec(spec, "the spec is no string", 'einsum("ij,jk->ik", x, y)');
  const [left, output, more] = spec.replace(/\s+/g, "").split("->");
  if (more !== undefined) failSpec(spec, 'the spec has two "->"');
  const inputs = left.split(",");
  for (const part of output === undefined ? inputs : [...inputs, output]) {
    const odd = part.replace("...", "").match(/[^a-zA-Z]/);
    if (odd !== null) failSpec(spec, `"${odd[0]}" in "${part}" is no index`);
  }
  if (inputs.length !== count) {
    const operands = (n: number): string => (n === 1 ? "1 operand" : `${n} operands`);
    failSpec(
      spec,
      `the spec is for ${operands(inputs.length)}, and there are ${count}`,
      "give indices for each operand, between commas",
    );
  }
  return { inputs, output };
}

/** "i...j" of a tensor with 4 axes: i, .2, .1, j; the places of an ellipsis are counted from its end, as they broadcast. */
function nameAxes(spec: string, x: Tensor, part: string, place: number): Named {
  const letters = part.replace("...", "");
  const open = letters !== part;
  const covered = x.ndim - letters.length;
  if (open ? covered < 0 : covered !== 0) {
    fail("shape", {
      op: "einsum",
      problem: `"${part}" names ${open ? "at least " : ""}${letters.length} axes, and operand ${place} has ${x.ndim}`,
      shapes: { [`operand ${place}`]: x.shape },
      expects: `the axes of ${show(spec)}`,
      fix: open
        ? "leave out letters, or pass a tensor with more axes"
        : 'name every axis, or write "..." for the others',
    });
  }
  const at = part.indexOf("...");
  const names = [...letters];
  if (open) names.splice(at, 0, ...Array.from({ length: covered }, (_, i) => `.${covered - i}`));
  return { x, names };
}

const isPlace = (name: string): boolean => name.startsWith(".");

/** The size of each index; raises where a letter has two. */
function sizesOf(spec: string, terms: readonly Named[]): Map<string, number> {
  const sizes = new Map<string, number>();
  const seen = new Map<string, string>();
  const shapes = Object.fromEntries(terms.map(({ x }, i) => [`operand ${i}`, x.shape]));
  broadcastShapes(
    "einsum",
    terms.map(({ x, names }) => x.shape.filter((_, axis) => isPlace(names[axis]))),
  );
  terms.forEach(({ x, names }, place) => {
    names.forEach((name, axis) => {
      const size = x.shape[axis];
      const known = sizes.get(name);
      const here = `axis ${axis} of operand ${place}`;
      if (known === undefined || (known === 1 && isPlace(name))) {
        sizes.set(name, size);
        seen.set(name, here);
      } else if (known !== size && !isPlace(name)) {
        const problem = `index "${name}" is ${known} (${seen.get(name)}) and ${size} (${here})`;
        const fix = "one letter stands for one size: transpose an operand, or give the axis a letter of its own";
        fail("shape", { op: "einsum", problem, shapes, expects: `the axes of ${show(spec)}`, fix });
      }
    });
  });
  return sizes;
}

/** The places of the longest ellipsis, in order. */
function ellipsisOf(terms: readonly Named[]): string[] {
  const count = Math.max(...terms.map(({ names }) => names.filter(isPlace).length));
  return Array.from({ length: count }, (_, i) => `.${count - i}`);
}

function impliedOutput(terms: readonly Named[]): string[] {
  const letters = terms.flatMap(({ names }) => names.filter((name) => !isPlace(name)));
  const once = letters.filter((name) => letters.indexOf(name) === letters.lastIndexOf(name));
  return [...ellipsisOf(terms), ...once.sort((a, b) => a.charCodeAt(0) - b.charCodeAt(0))];
}

function namedOutput(spec: string, output: string, terms: readonly Named[]): string[] {
  const places = ellipsisOf(terms);
  const letters = [...output.replace("...", "")];
  const twice = letters.find((name, i) => letters.indexOf(name) !== i);
  if (twice !== undefined) failSpec(spec, `index "${twice}" is twice in the result`);
  const unknown = letters.find((name) => !terms.some(({ names }) => names.includes(name)));
  if (unknown !== undefined) failSpec(spec, `index "${unknown}" of the result is in no operand`);
  const at = output.indexOf("...");
  if (at < 0 && places.length > 0)
    failSpec(spec, 'the operands have axes under "...", and the result has no place for them');
  return at < 0 ? letters : letters.toSpliced(at, 0, ...places);
}

// ---------------------------------------------------------------- one operand

/** Without the axes of size 1 that broadcasting would repeat: the product does that. */
function dropRepeated({ x, names }: Named, sizes: ReadonlyMap<string, number>): Named {
  const kept = names.map((_, axis) => axis).filter((axis) => x.shape[axis] === sizes.get(names[axis]));
  if (kept.length === names.length) return { x, names };
  return {
    x: reshapeTo(
      x,
      kept.map((axis) => x.shape[axis]),
    ),
    names: kept.map((axis) => names[axis]),
  };
}

/** An index that occurs twice walks along the diagonal. */
function takeDiagonals({ x, names }: Named): Named {
  const second = names.findIndex((name, i) => names.indexOf(name) !== i);
  if (second < 0) return { x, names };
  const first = names.indexOf(names[second]);
  const others = names.map((_, i) => i).filter((i) => i !== first && i !== second);
  const n = x.shape[first];
  const square = permute(x, [...others, first, second]);
  const flat = reshapeTo(square, [...others.map((i) => x.shape[i]), n * n]);
  const diagonal = sliceAxis(flat, others.length, { start: 0, size: n, step: n + 1 });
  return takeDiagonals({ x: diagonal, names: [...others.map((i) => names[i]), names[first]] });
}

function permuteTo({ x, names }: Named, order: readonly string[]): Tensor {
  return permute(
    x,
    order.map((name) => names.indexOf(name)),
  );
}

// ---------------------------------------------------------------- products

/** Multiplies the operands pair by pair and sums over what nobody needs any more. */
function contractAll(terms: readonly Named[], result: readonly string[], sizes: ReadonlyMap<string, number>): Named {
  let open = terms.map((term, i) => sumUnneeded(term, [...result, ...namesOf(terms.toSpliced(i, 1))]));
  while (open.length > 1) {
    const [i, j] = bestPair(open, result, sizes);
    const others = open.filter((_, at) => at !== i && at !== j);
    open = [...others, multiplyPair(open[i], open[j], new Set([...result, ...namesOf(others)]), sizes)];
  }
  return open[0];
}

const namesOf = (terms: readonly Named[]): string[] => terms.flatMap(({ names }) => names);

function sumUnneeded({ x, names }: Named, needed: readonly string[]): Named {
  const axes = names.flatMap((name, axis) => (needed.includes(name) ? [] : [axis]));
  return { x: sumOver(x, axes), names: names.filter((name) => needed.includes(name)) };
}

/** The pair whose product is smallest beside its factors: the greedy order of opt_einsum. */
function bestPair(
  terms: readonly Named[],
  result: readonly string[],
  sizes: ReadonlyMap<string, number>,
): [number, number] {
  let best: [number, number] = [0, 1];
  let least = Infinity;
  for (let i = 0; i < terms.length; i++) {
    for (let j = i + 1; j < terms.length; j++) {
      const needed = new Set([...result, ...namesOf(terms.filter((_, at) => at !== i && at !== j))]);
      const names = new Set([...terms[i].names, ...terms[j].names].filter((name) => needed.has(name)));
      const size = sizeOf([...names].map((name) => sizes.get(name) as number));
      const grows = size - terms[i].x.size - terms[j].x.size;
      if (grows < least) [least, best] = [grows, [i, j]];
    }
  }
  return best;
}

function multiplyPair(a: Named, b: Named, needed: ReadonlySet<string>, sizes: ReadonlyMap<string, number>): Named {
  const shared = a.names.filter((name) => b.names.includes(name));
  const batch = shared.filter((name) => needed.has(name));
  const contract = shared.filter((name) => !needed.has(name));
  const [aFree, bFree] = [a, b].map(({ names }) => names.filter((name) => !shared.includes(name)));
  const names = [...batch, ...aFree, ...bFree];
  if (contract.length === 0) {
    // Nothing is summed: an elementwise product with axes of size 1 put in.
    const spread = (term: Named): Tensor => {
      const own = names.filter((name) => term.names.includes(name));
      return reshapeTo(
        permuteTo(term, own),
        names.map((name) => (own.includes(name) ? (sizes.get(name) as number) : 1)),
      );
    };
    return { x: mul(spread(a), spread(b)), names };
  }
  const axesOf = (term: Named, list: readonly string[]): number[] => list.map((name) => term.names.indexOf(name));
  const pairs = (list: readonly string[]): [number[], number[]] => [axesOf(a, list), axesOf(b, list)];
  return { x: dotGeneral(a.x, b.x, { batch: pairs(batch), contract: pairs(contract) }), names };
}
