/** Gradients of answers with respect to tables and likelihoods; jit and vmap. */
import { checkGradients, exp, grad, hessian, jit, softmax, stack, sub, type Tensor, tensor, vmap } from "nabla";
import { describe, expect, test } from "vitest";
import { bayesianNetwork, exampleNetworks, factorGraph } from "../../../src/probability/networks/index.ts";
import { close } from "../../assertions.ts";

const asia = exampleNetworks.asia();
const tables = {
  smoke: tensor([0.4, 0.6]),
  lung: tensor([
    [0.1, 0.9],
    [0.01, 0.99],
  ]),
  dysp: asia.tableOf("dysp"),
};
type Varied = Readonly<Record<keyof typeof tables, Tensor>>;

const normalized = (t: Tensor): Tensor => t.div(t.sum(-1, { keepdims: true }));

/** Each asks a question of the network with these tables. */
const questions: Readonly<Record<string, (varied: Varied) => Tensor>> = {
  "a prior": (varied) => asia.withTables(varied).query("xray").probabilities.at(0),
  "a posterior": (varied) =>
    asia
      .withTables(varied)
      .query("lung", { evidence: { dysp: "yes" } })
      .probabilities.at(0),
  "a joint table": (varied) =>
    exp(asia.withTables(varied).query(["dysp", "bronc", "smoke"], { evidence: { xray: "no" } }).probabilities).sum(),
  "an observed variable in a joint table": (varied) =>
    asia
      .withTables(varied)
      .query(["dysp", "smoke"], { evidence: { dysp: "no" } })
      .probabilities.at(1, 0),
  "the probability of evidence": (varied) =>
    asia.withTables(varied).query([], { evidence: { dysp: "yes", asia: "yes" } }).logEvidence,
  "a marginal": (varied) =>
    asia
      .withTables(varied)
      .marginals({ evidence: { dysp: 0 } })
      .get("either")
      .probabilities.at(1),
  "soft evidence": (varied) =>
    asia
      .withTables(varied)
      .query("smoke", { evidence: { xray: [0.3, 0.6] } })
      .probabilities.at(0),
};

describe.each(Object.entries(questions))("%s", (_, ask) => {
  test("agrees with finite differences", () => {
    // Steps leave the simplex, so that rows are brought back; which the network does itself where it cannot look at the numbers.
    const free = ({ smoke, lung, dysp }: Varied): Tensor =>
      ask({ smoke: normalized(smoke), lung: normalized(lung), dysp: normalized(dysp) });
    checkGradients(free)(tables);
    const [direct, indirect] = [grad(ask)(tables), grad(free)(tables)];
    for (const name of Object.keys(tables) as (keyof Varied)[]) close(direct[name], indirect[name], 1e-14);
  });

  test("is the same compiled", () => {
    close(jit(ask)(tables), ask(tables), 1e-14);
    const [plain, compiled] = [grad(ask)(tables), jit(grad(ask))(tables)];
    for (const name of Object.keys(tables) as (keyof typeof tables)[]) close(compiled[name], plain[name], 1e-13);
  });

  test("is the same as with numbers", () => {
    const value = vmap((t: Tensor) => ask({ ...tables, smoke: t }))(stack([tables.smoke, tensor([0.1, 0.9])]));
    close(value.at(0), ask(tables), 1e-14);
    close(value.at(1), ask({ ...tables, smoke: tensor([0.1, 0.9]) }), 1e-14);
  });
});

test("gradients go through likelihoods of soft evidence", () => {
  const ask = (likelihood: Tensor): Tensor =>
    asia.query("smoke", { evidence: { dysp: likelihood, xray: "yes" } }).probabilities.at(0);
  checkGradients(ask)(tensor([0.3, 0.9]));
});

test("second derivatives, of a factor graph", () => {
  const ask = (t: Tensor): Tensor =>
    factorGraph({ a: 2, b: 3 }, [
      { of: ["a", "b"], table: t },
      { of: ["b"], table: [1, 2, 3] },
    ])
      .query("a")
      .probabilities.at(0);
  const t = tensor([
    [1, 2, 0.5],
    [0.2, 1, 3],
  ]);
  checkGradients(ask, { order: 2 })(t);
  // P = u / (u + v) with u and v linear, of which the second derivative by the first entry is -2 v / (u + v)^3.
  const [u, v] = [1 + 4 + 1.5, 0.2 + 2 + 9];
  expect(hessian(ask)(t).at(0, 0, 0, 0).item()).toBeCloseTo((-2 * v) / (u + v) ** 3, 12);
});

test("tables by softmax can be fitted: the gradient of the likelihood is counts less expectations", () => {
  const data = { rain: 1, wet: 0 };
  const log = (logits: Tensor): Tensor =>
    bayesianNetwork({
      rain: { table: softmax(logits) },
      wet: {
        parents: ["rain"],
        table: [
          [0.9, 0.1],
          [0.2, 0.8],
        ],
      },
    }).query([], { evidence: data }).logEvidence;
  const logits = tensor([0.3, -0.2]);
  const p = softmax(logits).toArray();
  close(grad(log)(logits), tensor([0 - p[0], 1 - p[1]]), 1e-14);
});

test("evidence of many variables does not leave the range of numbers", () => {
  const nodes = Object.fromEntries(
    Array.from({ length: 400 }, (_, i) => [
      `x${i}`,
      {
        parents: ["c"],
        table: [
          [1e-3, 0.999],
          [2e-3, 0.998],
        ],
      },
    ]),
  );
  const evidence = Object.fromEntries(Array.from({ length: 400 }, (_, i) => [`x${i}`, 0]));
  const net = bayesianNetwork({ c: { table: [0.5, 0.5] }, ...nodes });
  const ask = (p: Tensor): Tensor => net.withTables({ c: stack([p, sub(1, p)]) }).query("c", { evidence }).logEvidence;
  // ln(p 1e-3^400 + (1 - p) 2e-3^400), in which the second term is 2^400 times the first.
  expect(grad(ask)(0.25).item()).toBeCloseTo(-1 / 0.75, 12);
  expect(jit(ask)(0.25).item()).toBeCloseTo(400 * Math.log(2e-3) + Math.log(0.75), 8);
});
