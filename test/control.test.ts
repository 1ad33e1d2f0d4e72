/** Control flow against plain JavaScript: under every transformation, as it runs, traced, and transformed after it was traced. */
import { grad, hessian, jacfwd, jacrev, jvp, stack, type Tensor, tensor, vmap } from "nabla";
import { trace } from "nabla/autodiff";
import { describe, test } from "vitest";
import { close } from "./assertions.ts";
import { cases, type F } from "./controlCases.ts";

const direction = tensor([0.5, -1, 2]);
const alongDirection =
  (f: F): F =>
  (x) =>
    jvp(f)([x], [direction])[1];

/** Transformations of functions of a vector of three. */
const ofVectors: Readonly<Record<string, (f: F) => F>> = {
  value: (f) => f,
  grad: (f) => grad(f),
  jvp: alongDirection,
  "grad of jvp": (f) => grad(alongDirection(f)),
  "jvp of grad": (f) => alongDirection(grad(f)),
  "grad of grad": (f) => grad((x) => grad(f)(x).mul(direction).sum()),
  hessian: (f) => hessian(f),
  "jacrev of grad": (f) => jacrev(grad(f)),
};

const at = tensor([
  [0.7, 0.4, 1.2],
  [-0.8, 0.9, 0.3],
  [0.2, 0.5, 0.1],
]);

describe.each(cases)("$name", ({ f, plain }) => {
  test.each(Object.entries(ofVectors))("%s", (_, transform) => {
    for (const x of at) {
      const want = transform(plain)(x);
      close(transform(f)(x), want);
      close(trace(transform(f))(x).run([x])[0], want);
    }
  });

  test.each(Object.entries(ofVectors))("vmap of %s", (_, transform) => {
    const want = stack([...at].map((x) => transform(plain)(x)));
    close(vmap(transform(f))(at), want);
    close(trace(vmap(transform(f)))(at).run([at])[0], want);
  });

  test("gradient and Hessian of vmap", () => {
    const total = (x: Tensor): Tensor => vmap(f)(x).mul([1, 2, 3]).sum();
    const rows = stack([...at].map((x, i) => grad(plain)(x).mul(i + 1)));
    close(grad(total)(at), rows);
    close(trace(grad(total))(at).run([at])[0], rows);
    const along = (x: Tensor): Tensor => jvp(grad(total))([x], [at])[1];
    const wanted = stack([...at].map((x, i) => jvp(grad(plain))([x], [x])[1].mul(i + 1)));
    close(along(at), wanted);
    close(trace(along)(at).run([at])[0], wanted);
  });

  test("traced first, transformed afterwards", () => {
    const program = trace(f)(at.at(0));
    const run: F = (x) => program.run([x])[0];
    for (const x of at) {
      for (const transform of [ofVectors.value, ofVectors.grad, ofVectors.hessian])
        close(transform(run)(x), transform(plain)(x));
    }
    close(vmap(run)(at), stack([...at].map(plain)));
    close(vmap(grad(run))(at), stack([...at].map(grad(plain))));
    const gradient = trace(grad(f))(at.at(1));
    close(jacfwd((x: Tensor) => gradient.run([x])[0])(at.at(0)), hessian(plain)(at.at(0)));
  });
});
