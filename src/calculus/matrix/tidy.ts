/** The form a textbook prints: common factors of a sum outside of it. And the form in which equal formulas are the same: expanded. */
import { mul, neg, power, productOf, sumOf } from "../build.ts";
import type { Expression } from "../expression.ts";
import { same } from "../intern.ts";
import { half, isNumeric, isOne, minusOne, numericValue, one } from "../leaves.ts";
import { rebuild } from "../substitute.ts";
import { isHead, isRow } from "./head.ts";
import { isOnes, ones } from "./heads/constants.ts";
import { diagHead, diagonalHead } from "./heads/diagonal.ts";
import { hadamard, hadamardHead, lifted, times } from "./heads/elements.ts";
import { inner } from "./heads/invariants.ts";
import { kronHead, vecHead } from "./heads/kronecker.ts";
import { normHead } from "./heads/norms.ts";
import { matmul, matmulHead, transpose, transposeHead } from "./heads/products.ts";
import { postorder } from "./walk.ts";

/** Every part made anew, arguments first. */
export function remake(root: Expression, make: (x: Expression) => Expression): Expression {
  const done = new Map<Expression, Expression>();
  for (const x of postorder(root)) {
    const args = x.args.map((arg) => done.get(arg) as Expression);
    done.set(x, make(args.every((arg, at) => arg === x.args[at]) ? x : remade(x, args)));
  }
  return done.get(root) as Expression;
}

/** Elementwise parts may have changed between scalars and the rest. */
function remade(x: Expression, args: readonly Expression[]): Expression {
  return x.kind === "power" || x.kind === "product" || x.kind === "sum" ? lifted(x, args) : rebuild(x, args);
}

// ---------------------------------------------------------------- collecting

/**
 * Common factors of sums outside of them: AX + BX is (A + B)X. Thus tidy(add(matmul(A, x), matmul(B, x))) is (A + B) x.
 * @param root - a formula
 * @returns the same in the form a textbook prints
 */
export function tidy(root: Expression): Expression {
  return remake(root, (x) => (x.kind === "sum" && !x.isScalar ? collect(x) : x));
}

interface Term {
  readonly coefficient: Expression;
  /** Scalars but for the coefficient. */
  readonly scalars: readonly Expression[];
  readonly factors: readonly Expression[];
}

function termOf(x: Expression): Term {
  const parts = x.kind === "product" ? x.args : [x];
  const shaped = parts[parts.length - 1];
  const numbers = parts.filter(isNumeric);
  return {
    coefficient: numbers[0] ?? one,
    scalars: parts.slice(0, -1).filter((part) => !isNumeric(part)),
    factors: isHead(shaped, matmulHead) ? shaped.args : [shaped],
  };
}

const allSame = (a: readonly Expression[], b: readonly Expression[]): boolean =>
  a.length === b.length && a.every((x, at) => same(x, b[at]));

function collect(sum: Expression): Expression {
  let terms = sum.args.map(termOf);
  if (sum.args.some(({ isScalar }) => isScalar)) return sum;
  for (let grouped = group(terms); grouped !== undefined; grouped = group(terms)) terms = grouped;
  return withContent(terms);
}

/** Sums of more terms are left as they are: looking for pairs would take too long, and nobody reads them. */
const MOST_COLLECTED = 60;

/** One round: the two terms with the most common factors, and all others that share these. */
function group(terms: readonly Term[]): Term[] | undefined {
  if (terms.length > MOST_COLLECTED) return undefined;
  let best: { readonly prefix: number; readonly suffix: number; readonly at: number } | undefined;
  for (let i = 0; i < terms.length; i++) {
    for (let j = i + 1; j < terms.length; j++) {
      const found = common(terms[i], terms[j]);
      if (found === undefined || found.prefix + found.suffix === 0) continue;
      if (best === undefined || found.prefix + found.suffix > best.prefix + best.suffix) best = { ...found, at: i };
    }
  }
  if (best === undefined) return undefined;
  const { prefix, suffix, at } = best;
  const model = terms[at];
  const left = model.factors.slice(0, prefix);
  const right = model.factors.slice(model.factors.length - suffix);
  const shares = (term: Term): boolean =>
    allSame(term.scalars, model.scalars) &&
    term.factors.length > prefix + suffix &&
    allSame(term.factors.slice(0, prefix), left) &&
    allSame(term.factors.slice(term.factors.length - suffix), right);
  const members = terms.filter(shares);
  const inside = members.map((term) =>
    mul(term.coefficient, matmul(...term.factors.slice(prefix, term.factors.length - suffix))),
  );
  const collected = collectOnce(sumOf(inside));
  const made = mul(...model.scalars, matmul(...left, collected, ...right));
  const rest = terms.filter((term) => !shares(term));
  return made.kind === "sum" ? undefined : [...rest, termOf(made)];
}

const collectOnce = (x: Expression): Expression => (x.kind === "sum" ? collect(x) : x);

/** How many factors two terms share at both ends, with something left of both. */
function common(a: Term, b: Term): { readonly prefix: number; readonly suffix: number } | undefined {
  if (!allSame(a.scalars, b.scalars)) return undefined;
  const shortest = Math.min(a.factors.length, b.factors.length);
  let prefix = 0;
  while (prefix < shortest - 1 && same(a.factors[prefix], b.factors[prefix])) prefix++;
  let suffix = 0;
  const from = (term: Term, k: number): Expression => term.factors[term.factors.length - 1 - k];
  while (suffix < shortest - 1 - prefix && same(from(a, suffix), from(b, suffix))) suffix++;
  // What is left has to be matrices of the same dimensions, not the row and the column of an outer product alone.
  return { prefix, suffix };
}

const built = ({ coefficient, scalars, factors }: Term): Expression => mul(coefficient, ...scalars, matmul(...factors));

/** The scalars that all terms share, and a number that is the same in all but for the sign. */
function withContent(terms: readonly Term[]): Expression {
  if (terms.length < 2) return built(terms[0]);
  const [head, ...rest] = terms;
  const size = (term: Term): number => Math.abs(numericValue(term.coefficient));
  const isSame = rest.every((term) => size(term) === size(head));
  // -a - b is -(a + b), and a - b stays.
  const negative = terms.every((term) => numericValue(term.coefficient) < 0);
  const number = !isSame
    ? one
    : numericValue(head.coefficient) < 0 && !negative
      ? neg(head.coefficient)
      : head.coefficient;
  const shared = sharedScalars(terms);
  if (isOne(number) && shared.length === 0) return sumOf(terms.map(built));
  const outside = productOf([number, ...shared]);
  const under = productOf([number, ...shared].map((part) => power(part, minusOne)));
  return mul(outside, sumOf(terms.map((term) => mul(under, built(term)))));
}

/** Powers that stand in every term: of several exponents of one sign the one nearest to 0. */
function sharedScalars(terms: readonly Term[]): Expression[] {
  const exponentIn = (term: Term, base: Expression): number | undefined => {
    const found = term.scalars.find((part) => same(baseOf(part), base));
    if (found === undefined) return undefined;
    const exponent = found.kind === "power" ? found.args[1] : one;
    return isNumeric(exponent) ? numericValue(exponent) : undefined;
  };
  return terms[0].scalars.flatMap((part) => {
    const base = baseOf(part);
    const exponents = terms.map((term) => exponentIn(term, base));
    if (exponents.some((value) => value === undefined)) {
      return terms.every((term) => term.scalars.some((other) => same(other, part))) ? [part] : [];
    }
    const values = exponents as number[];
    if (values.some((value) => value > 0 !== values[0] > 0)) return [];
    const nearest = values.reduce((a, b) => (Math.abs(a) <= Math.abs(b) ? a : b));
    const at = values.indexOf(nearest);
    return [terms[at].scalars.find((other) => same(baseOf(other), base)) as Expression];
  });
}

const baseOf = (x: Expression): Expression => (x.kind === "power" ? x.args[0] : x);

// ---------------------------------------------------------------- the normal form

/**
 * All products multiplied out, norms as roots of inner products: the form in which equal formulas are the same, but for deeper
 * identities. Thus expandMatrix(matmul(add(A, B), x)) is A x + B x.
 * @param root - a formula
 * @returns the normal form
 */
export function expandMatrix(root: Expression): Expression {
  return remake(root, expandOnce);
}

function expandOnce(x: Expression): Expression {
  if (isHead(x, normHead)) return power(expandMatrixOnce(inner(x.args[0], x.args[0])), half);
  return expandMatrixOnce(x);
}

/** Sums among the factors are multiplied out, as long as there are some. */
function expandMatrixOnce(x: Expression): Expression {
  if (x.kind === "sum") return sumOf(x.args.flatMap((arg) => termsOf(arg)));
  const terms = termsOf(x);
  return terms.length === 1 ? terms[0] : sumOf(terms);
}

/** Above so many terms an expansion is left alone. */
const MOST_TERMS = 4096;

function termsOf(x: Expression): Expression[] {
  const parts = partsOf(x);
  if (parts === undefined) return [symmetricSum(x)];
  const at = parts.args.findIndex((arg) => summands(arg) !== undefined);
  if (at < 0) return [symmetricSum(x)];
  const made = (summands(parts.args[at]) as readonly Expression[]).map((term) => parts.make(parts.args.with(at, term)));
  if (made.length > MOST_TERMS) return [x];
  return made.flatMap(termsOf);
}

/** What a formula is a product of, in each of which it is linear. */
function partsOf(
  x: Expression,
): { args: readonly Expression[]; make: (args: readonly Expression[]) => Expression } | undefined {
  if (x.kind === "sum") return { args: [x], make: ([one]) => one };
  if (x.kind === "product") return { args: x.args, make: (args) => times(...args) };
  if (isHead(x, matmulHead)) return { args: x.args, make: (args) => matmul(...args) };
  if (isHead(x, hadamardHead)) return { args: x.args, make: (args) => hadamard(...args) };
  for (const head of [diagHead, diagonalHead, vecHead, kronHead, transposeHead]) {
    if (isHead(x, head)) return { args: x.args, make: (args) => rebuild(x, args) };
  }
  return undefined;
}

function summands(x: Expression): readonly Expression[] | undefined {
  if (x.kind === "sum") return x.args;
  // A row that stands for the transpose of a sum.
  if (isHead(x, transposeHead) && isRow(x)) return summands(x.args[0])?.map(transpose);
  if (x.kind === "product" || isHead(x, matmulHead) || isHead(x, hadamardHead)) {
    const terms = termsOf(x);
    return terms.length > 1 ? terms : undefined;
  }
  return undefined;
}

/** uᵀv = 1ᵀ(u ⊙ v), so that uᵀ(v ⊙ w) = vᵀ(u ⊙ w). */
function symmetricSum(x: Expression): Expression {
  if (x.kind === "product") return times(...x.args.map(symmetricSum));
  if (!isHead(x, matmulHead) || !x.isScalar || x.args.length !== 2) return x;
  const [u, v] = [transpose(x.args[0]), x.args[1]];
  if (isOnes(u)) return x;
  return matmul(transpose(ones(v.dimensions)), hadamard(u, v));
}

/**
 * Whether two formulas are the same when everything is multiplied out. Thus equalMatrix(matmul(add(A, B), x), add(matmul(A, x),
 * matmul(B, x))) is true.
 * @param a - a formula
 * @param b - a formula
 * @returns false also where only a deeper identity makes them equal
 */
export function equalMatrix(a: Expression, b: Expression): boolean {
  return same(expandMatrix(a), expandMatrix(b));
}
