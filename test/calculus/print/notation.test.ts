/** One derivative in all notations. */
import { describe, expect, it, test } from "vitest";
import { type DerivativeToWrite, notate, notations } from "../../../src/calculus/print/notation.ts";
import { type VectorOperator, vectorNotations } from "../../../src/calculus/print/vectorNotation.ts";
import { checkLatex } from "./checkLatex.ts";
import { read } from "./read.ts";

const line = (d: DerivativeToWrite, form: "latex" | "text"): string =>
  notations(d)
    .map((row) => row[form])
    .join(" = ");

describe("notations", () => {
  it("begin as the book lists them", () => {
    expect(line({}, "text")).toBe(
      "f'(x) = y' = dy/dx = df/dx = d/dx f(x) = D f = D_x f = D_1 f = ẏ = ∂f/∂x = ∂_x f = f_x(x) = f_1(x)",
    );
    expect(
      line({}, "latex").startsWith("f'(x) = y' = \\frac{dy}{dx} = \\frac{df}{dx} = \\frac{d}{dx} f(x) = D f = D_{x} f"),
    ).toBe(true);
  });

  const second = { orders: [2], at: { x: 1 } };
  const mixed = { variables: ["x", "y"], orders: [1, 1] };
  const indexed = { variables: ["x_1", "x_2"], orders: [2, 1], at: { x_1: "a", x_2: read("pi/2") } };
  test.each([
    [{ ...second, style: "lagrange" }, "f''(1)"],
    [{ ...second, style: "prime" }, "\\left.y''\\right|_{x=1}"],
    [{ ...second, style: "leibniz" }, "\\left.\\frac{d^{2}y}{dx^{2}}\\right|_{x=1}"],
    [{ ...second, style: "euler" }, "\\left.D^{2} f\\right|_{x=1}"],
    [{ ...second, style: "euler-variable" }, "\\left.D_{x}^{2} f\\right|_{x=1}"],
    [{ ...second, style: "newton" }, "\\left.\\ddot{y}\\right|_{x=1}"],
    [{ ...second, style: "operator" }, "\\left.\\frac{d^{2}}{dx^{2}} f(x)\\right|_{x=1}"],
    [{ ...second, style: "subscript" }, "f_{xx}(1)"],
    [{ orders: [4], style: "lagrange" }, "f^{(4)}(x)"],
    [{ variables: ["t"], value: "x", style: "newton" }, "\\dot{x}"],
    [{ function: "L", variables: ["theta"], style: "quotient" }, "\\frac{dL}{d \\theta}"],
    [{ ...mixed, style: "partial" }, "\\frac{\\partial^{2} f}{\\partial x\\,\\partial y}"],
    [{ ...mixed, style: "partial-operator" }, "\\partial_{x} \\partial_{y} f"],
    [{ ...mixed, style: "subscript" }, "f_{xy}(x, y)"],
    [{ ...mixed, style: "index" }, "f_{12}(x, y)"],
    [mixed, "f_{xy}(x, y)"],
    [{}, "f'(x)"],
    [
      { ...indexed, style: "partial" },
      "\\left.\\frac{\\partial^{3} f}{\\partial x_{1}^{2}\\,\\partial x_{2}}\\right|_{x_{1}=a,\\,x_{2}=\\frac{\\pi}{2}}",
    ],
    [{ ...indexed, style: "subscript" }, "f_{x_{1}x_{1}x_{2}}(a, \\frac{\\pi}{2})"],
    [{ variables: ["x", "y"], style: "partial" }, "\\frac{\\partial f}{\\partial x}"],
  ] as const)("number %#", (derivative, latex) => {
    expect(notate(derivative).latex).toBe(latex);
    checkLatex(latex.replace("\\left.", "\\left(").replace("\\right|", "\\right)"));
  });

  it("refuse what they have no form for", () => {
    expect(() => notate({ variables: ["x", "y"], style: "newton" })).toThrow(/notation "newton"/);
    expect(() => notate({ orders: [5], style: "newton" })).toThrow(/order 5/);
    expect(() => notate({ orders: [0] })).toThrow(/orders \[0\]/);
    expect(() => notate({ variables: ["x", "y"], orders: [1] })).toThrow(/do not say/);
    expect(() => notate({ orders: [1.5] })).toThrow(/orders/);
  });
});

describe("operators of vector calculus", () => {
  const expected: Readonly<Record<VectorOperator, readonly string[]>> = {
    gradient: ["∇f", "∇_x f", "grad f", "∂f/∂x"],
    jacobian: ["J_F", "D F", "∂F/∂xᵀ"],
    hessian: ["∇²f", "H_f", "∂²f/∂x∂xᵀ"],
    laplacian: ["Δf", "∇²f", "∇·∇f"],
    divergence: ["∇·F", "div F"],
    curl: ["∇×F", "curl F", "rot F"],
    directional: ["∇_v f", "D_v f", "v·∇f"],
    total: ["df/dt", "d/dt f"],
  };
  test.each(Object.entries(expected))("%s", (operator, texts) => {
    const made = vectorNotations(operator as VectorOperator);
    expect(made.map(({ text }) => text)).toEqual(texts);
    for (const { latex } of made) checkLatex(latex);
  });

  it("take other names", () => {
    expect(vectorNotations("gradient", { function: "L", variable: "w" })[1].latex).toBe("\\nabla_{\\mathbf{w}} L");
    expect(vectorNotations("curl", { function: "E" })[0].latex).toBe("\\nabla \\times \\mathbf{E}");
    expect(vectorNotations("directional", { direction: "u" })[2].latex).toBe("\\mathbf{u} \\cdot \\nabla f");
  });
});
