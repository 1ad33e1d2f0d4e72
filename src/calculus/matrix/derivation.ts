/** Gradients, Jacobians and Hessians of formulas over vectors and matrices, with their steps. */
import { fail } from "../../base/errors.ts";
import { mul, sub, sumOf } from "../build.ts";
import type { Expression, Payloads } from "../expression.ts";
import { same } from "../intern.ts";
import { half, one } from "../leaves.ts";
import { substituteAll } from "../substitute.ts";
import { dependents, differential, insideTraces, local } from "./differential.ts";
import { isHead, mismatch, shown, unsupported } from "./head.ts";
import { differentialOf } from "./heads/constants.ts";
import { diag, diagonal, triangleOf } from "./heads/diagonal.ts";
import { plus } from "./heads/elements.ts";
import { inner } from "./heads/invariants.ts";
import { matmul, transpose, transposeHead } from "./heads/products.ts";
import { coefficient } from "./jacobian.ts";
import { recognized } from "./recognize.ts";
import { expandMatrix, remake, tidy } from "./tidy.ts";
import { transposed } from "./transposition.ts";
import { toLatex } from "../print/latex.ts";
import { toText } from "../print/text.ts";

/** Which way derivatives lie: of a scalar by X like X ("gradient", denominator layout) or like its transpose ("numerator"). */
export type Layout = "gradient" | "numerator";

/**
 * How the structure of a symmetric variable counts: the gradient by its entries on and below the diagonal, which are the independent
 * ones, or projected onto the symmetric matrices.
 */
export type StructureMode = "independent" | "projected";

/** Which way derivatives by vectors and matrices lie, and how the structure of a matrix counts. */
export interface MatrixOptions {
  /** Default "gradient" for gradients and "numerator" for Jacobians, whose rows then belong to the outputs. */
  readonly layout?: Layout;
  /** Of a symmetric variable; default "independent". */
  readonly structure?: StructureMode;
}

/** One step of a derivation: what is replaced by what, and the rule for it. */
export interface MatrixStep {
  /** Its name in textbooks. */
  readonly rule: string;
  /** What is replaced. */
  readonly before: Expression;
  /** What stands there then. */
  readonly after: Expression;
  /** The step as text. */
  readonly text: string;
  /** The step in LaTeX. */
  readonly latex: string;
}

/** A derivative and how it came about. */
export interface MatrixDerivation {
  /** The derivative. */
  readonly value: Expression;
  /** Which way it lies. */
  readonly layout: Layout;
  /** What was assumed of the variable: "unstructured", "symmetric, independent entries", … */
  readonly structure: string;
  /** From the differential of the formula to its derivative. */
  readonly steps: readonly MatrixStep[];
}

/** Larger Hessians are not multiplied out in search of a shorter form. */
const LARGEST_EXPANDED = 200;

/** Formulas deeper than this are refused instead of exhausting the stack. */
const DEEPEST = 1000;

function checkedVariable(op: string, variable: Expression): Expression {
  if (variable.kind !== "symbol") {
    fail("value", {
      op,
      argument: "variable",
      got: toText(variable),
      expects: "a symbol",
      problem: `the derivative is asked for by ${toText(variable)}, which is no variable`,
      fix: "differentiate by a symbol",
    });
  }
  return variable;
}

function checked(op: string, f: Expression, variable: Expression): Expression {
  checkedVariable(op, variable);
  if (f.depth > DEEPEST) unsupported(`a formula ${f.depth} levels deep`, op);
  return remake(f, (x) => recognized(explicit(x)));
}

/** 1 + x adds 1 to each element: written out as 𝟏 + x. */
function explicit(x: Expression): Expression {
  return x.kind === "sum" && !x.isScalar && x.args.some(({ isScalar }) => isScalar) ? plus(x.args) : x;
}

const step = (rule: string, before: Expression, after: Expression): MatrixStep => ({
  rule,
  before,
  after,
  text: `${toText(before)} = ${toText(after)}`,
  latex: `${toLatex(before)} = ${toLatex(after)}`,
});

// ---------------------------------------------------------------- gradients

/** The gradient of a scalar formula, in closed form. */
export function gradientOf(f: Expression, variable: Expression, options: MatrixOptions = {}): Expression {
  const checkedF = requireScalar(checked("gradientOf", f, variable));
  const g = transposed(differential(checkedF, variable), variable);
  return laidOut(tidy(structured(g, variable, options).value), options.layout ?? "gradient");
}

function requireScalar(f: Expression): Expression {
  if (!f.isScalar) {
    mismatch(
      "gradientOf",
      `the gradient is defined for a scalar, and the formula has dimensions ${shown(f.dimensions)}`,
      "use jacobianOf, or sum the elements",
    );
  }
  return f;
}

const laidOut = (g: Expression, layout: Layout): Expression => (layout === "gradient" ? g : transpose(g));

/** The gradient by the entries that are free. */
function structured(
  g: Expression,
  variable: Expression,
  { structure = "independent" }: MatrixOptions,
): { readonly value: Expression; readonly text: string } {
  const {
    symmetric,
    positiveDefinite,
    diagonal: isDiagonal,
    triangular,
    orthogonal,
  } = (variable.payload as Payloads["symbol"]).assumptions;
  if (variable.dimensions.length < 2) return { value: g, text: "unstructured" };
  if (orthogonal) {
    // What is left of any G on the tangents of QᵀQ = I (Absil, Mahony & Sepulchre, Optimization Algorithms on Matrix Manifolds, 3.35).
    const value = mul(half, sub(g, matmul(variable, transpose(g), variable)));
    return { value, text: "orthogonal, tangent to QᵀQ = I: ½(G - Q Gᵀ Q)" };
  }
  if (isDiagonal) return { value: diag(diagonal(g)), text: "diagonal, the entries off the diagonal are 0" };
  if (triangular) {
    return {
      value: triangleOf(triangular === "lower" ? "tril" : "triu", g),
      text: `${triangular} triangular, the other entries are 0`,
    };
  }
  if (!symmetric && !positiveDefinite) return { value: g, text: "unstructured" };
  const both = sumOf([g, transpose(g)]);
  if (structure === "projected") return { value: mul(half, both), text: "symmetric, projected: ½(G + Gᵀ)" };
  return { value: sub(both, diag(diagonal(g))), text: "symmetric, independent entries: G + Gᵀ - diag(G)" };
}

/** The gradient of a scalar formula with its derivation: the differentials by rule, df = tr(Gᵀ dX), and G. */
export function gradientSteps(f: Expression, variable: Expression, options: MatrixOptions = {}): MatrixDerivation {
  const { layout = "gradient" } = options;
  const whole = requireScalar(checked("gradientSteps", f, variable));
  const steps = differentialSteps(whole, variable);
  const df = differential(whole, variable);
  const g = transposed(df, variable);
  const trace = inner(tidy(g), differentialOf(variable));
  steps.push({
    ...step("df = tr(Gᵀ dX)", df, trace),
    text: `df = ${toText(trace)}`,
    latex: `\\mathrm{d}f = ${toLatex(trace)}`,
  });
  const { value, text: structure } = structured(g, variable, options);
  const final = laidOut(tidy(value), layout);
  steps.push({ ...step("gradient", g, final), text: `∇f = ${toText(final)}`, latex: `\\nabla f = ${toLatex(final)}` });
  return { value: final, layout, structure, steps };
}

/** Each part that depends on the variable by its rule, the outermost first, what is inside still pending. */
function differentialSteps(f: Expression, variable: Expression): MatrixStep[] {
  const { order, depends } = dependents(f, variable);
  const skipped = insideTraces(order, f);
  // The differential of a transpose is the transpose of the differential without further words.
  const pendingOf = (arg: Expression): Expression =>
    isHead(arg, transposeHead) ? transpose(differentialOf(arg.args[0])) : differentialOf(arg);
  const pending = (arg: Expression): Expression | undefined => (depends.has(arg) ? pendingOf(arg) : undefined);
  const steps: MatrixStep[] = [];
  for (const x of order.toReversed()) {
    if (same(x, variable) || skipped.has(x) || isHead(x, transposeHead)) continue;
    const { rule, value } = local(x, pending);
    const before = differentialOf(x);
    if (!same(before, value)) steps.push(step(rule, before, value));
  }
  const whole = differential(f, variable);
  if (steps.length > 1) steps.push(step("put together", differentialOf(f), whole));
  return steps;
}

// ---------------------------------------------------------------- Jacobians and Hessians

/** By vec(X) only where every entry of X is free. */
function requireFree(op: string, variable: Expression): void {
  const { symmetric, positiveDefinite, diagonal: isDiagonal, triangular, orthogonal } = factsOf(variable);
  if (!(symmetric || positiveDefinite || isDiagonal || triangular || orthogonal)) return;
  unsupported(`the ${op} by a structured matrix`, toText(variable), "use a symbol of which nothing is said");
}

const factsOf = (x: Expression): Payloads["symbol"]["assumptions"] => (x.payload as Payloads["symbol"]).assumptions;

/** The Jacobian of a formula, in closed form: row i belongs to element i of f, column j to element j of the variable. */
export function jacobianOf(f: Expression, variable: Expression, options: MatrixOptions = {}): Expression {
  requireFree("Jacobian", checkedVariable("jacobianOf", variable));
  const whole = checked("jacobianOf", f, variable);
  if (variable.isScalar) return derivativeByScalar(whole, variable);
  const j = tidy(coefficient(differential(whole, variable), variable));
  return (options.layout ?? "numerator") === "numerator" ? j : transpose(j);
}

/** Of the dimensions of f: element by element. */
function derivativeByScalar(f: Expression, variable: Expression): Expression {
  return tidy(substituteAll(differential(f, variable), new Map([[differentialOf(variable), one]])));
}

/** The Jacobian of a formula with its derivation. */
export function jacobianSteps(f: Expression, variable: Expression, options: MatrixOptions = {}): MatrixDerivation {
  const { layout = "numerator" } = options;
  const whole = checked("jacobianSteps", f, variable);
  const value = jacobianOf(f, variable, options);
  const steps = differentialSteps(whole, variable);
  const df = differential(whole, variable);
  steps.push({ ...step("df = J dx", df, value), text: `J = ${toText(value)}`, latex: `J = ${toLatex(value)}` });
  return { value, layout, structure: "unstructured", steps };
}

/** The Hessian of a scalar formula: the Jacobian of its gradient. */
export function hessianOf(f: Expression, variable: Expression): Expression {
  requireFree("Hessian", checkedVariable("hessianOf", variable));
  const gradient = gradientOf(f, variable);
  const whole = tidy(coefficient(differential(gradient, variable), variable));
  // Parts that are transposes of each other show only when the products are multiplied out.
  if (whole.size > LARGEST_EXPANDED) return whole;
  const expanded = tidy(expandMatrix(whole));
  return expanded.size < whole.size ? expanded : whole;
}

/** The Hessian of a scalar formula with its derivation: the steps of the gradient, then those of its Jacobian. */
export function hessianSteps(f: Expression, variable: Expression): MatrixDerivation {
  const first = gradientSteps(f, variable);
  const second = jacobianSteps(first.value, variable);
  const value = hessianOf(f, variable);
  return { ...second, value, steps: [...first.steps, ...second.steps] };
}
