/** Operators of vector calculus in their notations. */
import { nameLatex } from "./names.ts";
import type { Written } from "./notation.ts";

/** Operators of vector calculus. */
export type VectorOperator =
  | "gradient"
  | "jacobian"
  | "hessian"
  | "laplacian"
  | "divergence"
  | "curl"
  | "directional"
  | "total";

/** Templates: f the function, F the same in bold, x the variable in bold, v a direction in bold. */
const vectorForms: Readonly<Record<VectorOperator, readonly Written[]>> = {
  gradient: [
    { latex: "\\nabla f", text: "∇f" },
    { latex: "\\nabla_{x} f", text: "∇_x f" },
    { latex: "\\operatorname{grad} f", text: "grad f" },
    { latex: "\\frac{\\partial f}{\\partial x}", text: "∂f/∂x" },
  ],
  jacobian: [
    { latex: "J_{F}", text: "J_F" },
    { latex: "D F", text: "D F" },
    { latex: "\\frac{\\partial F}{\\partial x^{\\top}}", text: "∂F/∂xᵀ" },
  ],
  hessian: [
    { latex: "\\nabla^{2} f", text: "∇²f" },
    { latex: "H_{f}", text: "H_f" },
    { latex: "\\frac{\\partial^{2} f}{\\partial x\\,\\partial x^{\\top}}", text: "∂²f/∂x∂xᵀ" },
  ],
  laplacian: [
    { latex: "\\Delta f", text: "Δf" },
    { latex: "\\nabla^{2} f", text: "∇²f" },
    { latex: "\\nabla \\cdot \\nabla f", text: "∇·∇f" },
  ],
  divergence: [
    { latex: "\\nabla \\cdot F", text: "∇·F" },
    { latex: "\\operatorname{div} F", text: "div F" },
  ],
  curl: [
    { latex: "\\nabla \\times F", text: "∇×F" },
    { latex: "\\operatorname{curl} F", text: "curl F" },
    { latex: "\\operatorname{rot} F", text: "rot F" },
  ],
  directional: [
    { latex: "\\nabla_{v} f", text: "∇_v f" },
    { latex: "D_{v} f", text: "D_v f" },
    { latex: "v \\cdot \\nabla f", text: "v·∇f" },
  ],
  total: [
    { latex: "\\frac{df}{dx}", text: "df/dx" },
    { latex: "\\frac{d}{dx} f", text: "d/dx f" },
  ],
};

/** Names for {@link vectorNotations}. */
export interface VectorNames {
  /** The function: a scalar for gradients, a vector field for divergence, curl and Jacobian. */
  readonly function?: string;
  /** What is differentiated by; default "x", "t" for total derivatives. */
  readonly variable?: string;
  /** The direction of a directional derivative. */
  readonly direction?: string;
}

/**
 * Gradient, Jacobian, Hessian, Laplacian, divergence, curl, directional and total derivative in their notations, the usual one first.
 *
 * ∇² means the Hessian in optimization and the Laplacian in physics; it stands under both.
 * @param operator - which
 * @param names - of the function (default f, or F for fields), the variable (x; t for total) and the direction (v)
 * @returns each notation as LaTeX and text
 * @example
 * vectorNotations("gradient")[1].latex // => '\\nabla_{\\mathbf{x}} f'
 * @math \nabla f, \nabla^{2} f, \nabla \cdot \mathbf{F}, \nabla \times \mathbf{F}
 * @see notations, gradient
 * @keywords nabla, grad, div, curl, rot, Hessian, Laplacian, Jacobian
 * @source Cajori, A History of Mathematical Notations, vol. 2
 */
export function vectorNotations(operator: VectorOperator, names: VectorNames = {}): readonly Written[] {
  const isField = vectorForms[operator][0].latex.includes("F");
  const { function: f = isField ? "F" : "f", variable = operator === "total" ? "t" : "x", direction = "v" } = names;
  const vector = (text: string): Written => ({ latex: nameLatex(text, ["n"]), text });
  const letters: Readonly<Record<string, Written>> = {
    f: { latex: nameLatex(f), text: f },
    F: vector(f),
    x: operator === "total" ? { latex: nameLatex(variable), text: variable } : vector(variable),
    v: vector(direction),
  };
  const fill = (template: string, form: keyof Written): string =>
    // Letters that stand alone, or after d and ∂; not those of commands.
    template.replace(/\\[A-Za-z]+(?:\{(?:grad|div|curl|rot)\})?|grad|div|curl|rot|[fFxv]/g, (part) =>
      part.length === 1 ? letters[part][form] : part,
    );
  return vectorForms[operator].map(({ latex, text }) => ({ latex: fill(latex, "latex"), text: fill(text, "text") }));
}
