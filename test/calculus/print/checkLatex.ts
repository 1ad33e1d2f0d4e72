/** A check of LaTeX without a typesetter: brackets in pairs, commands known to KaTeX, arguments where commands need them. */
import { expect } from "vitest";

const COMMANDS = new Set(
  "frac sqrt left right cdot sin cos tan arcsin arccos arctan sinh cosh tanh ln exp max min operatorname mathrm mathbf boldsymbol pi infty sum int begin end text le ge ne lfloor rfloor lceil rceil partial nabla top odot otimes times dot ddot overset det lVert rVert mathcal alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi rho sigma tau upsilon phi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega".split(
    " ",
  ),
);

export function checkLatex(latex: string): void {
  const stack: string[] = [];
  const tokens = latex.match(/\\[A-Za-z]+|\\.|[{}]|\^|_|&|[^\\{}^_&]/g) ?? [];
  expect(tokens.join("")).toBe(latex);
  tokens.forEach((token, at) => {
    if (/^\\[A-Za-z]+$/.test(token)) expect(COMMANDS, latex).toContain(token.slice(1));
    if (token === "{" || token === "\\left") stack.push(token);
    if (token === "}") expect(stack.pop(), latex).toBe("{");
    if (token === "\\right") expect(stack.pop(), latex).toBe("\\left");
    if (token === "^" || token === "_") {
      expect(tokens[at + 1], latex).toBe("{");
      expect(tokens[at - 1] ?? "", latex).not.toMatch(/^[\s({^_]?$/);
    }
    if (token === "\\frac") expect(tokens[at + 1], latex).toBe("{");
  });
  expect(stack, latex).toEqual([]);
  // Two exponents at one base are an error.
  expect(latex).not.toMatch(/\^\{[^{}]*\}\^/);
  expect(latex).not.toMatch(/ {2}|^\s|\s$/);
}
