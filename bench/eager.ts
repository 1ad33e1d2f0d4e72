/** Overhead of small tensors and plain speed of large ones, without compilation. */
import { add, arange, grad, hessian, linalg, random, slice, type Tensor, tensor, valueAndGrad } from "nabla";
import { carsStep } from "./cars.ts";
import { type Figure, time } from "./measure.ts";

const rosenbrock = (x: Tensor): Tensor => {
  const [head, tail] = [x.at(slice(0, -1)), x.at(slice(1))];
  return tail.sub(head.square()).square().mul(100).add(head.sub(1).square()).sum();
};

export function eager(): readonly Figure[] {
  const [a, b] = [tensor([1, 2, 3]), tensor([4, 5, 6])];
  const slope = grad((x) => x.mul(x.sin()));
  const key = random.key(0);
  const large = random.normal(key, [1e6]);
  const table = large.reshape([1000, 1000]);
  const matrix = random.normal(key, [512, 512]);
  const figure = (task: string, f: () => unknown, bar?: number): Figure => {
    const { median, fastest, slowest } = time(f);
    return { task, value: median, unit: "µs", bar, note: `${fastest.toPrecision(3)} to ${slowest.toPrecision(3)}` };
  };
  const z = random.uniform(key, [100]);
  return [
    figure("add two 3-vectors and read", () => add(a, b).data(), 1),
    figure("grad(x sin x)(1) and read", () => slope(1).item(), 15),
    figure("one training step of the cars model", carsStep()),
    figure("Rosenbrock-100, value and gradient", () => valueAndGrad(rosenbrock)(z)),
    figure("Rosenbrock-100, Hessian", () => hessian(rosenbrock)(z)),
    figure("exp(-x²) sin x + tanh x, 10⁶", () => large.square().neg().exp().mul(large.sin()).add(large.tanh())),
    figure("sum of 10⁶", () => large.sum().item()),
    figure("cumsum 1000×1000", () => table.cumsum(0)),
    figure("softmax 1000×1000", () => table.softmax(-1)),
    figure("sort 10⁶", () => large.sort()),
    figure("matmul 512", () => matrix.matmul(matrix)),
    figure("Cholesky 512", () => linalg.cholesky(matrix.matmul(matrix.transpose()))),
    figure("10⁶ uniforms", () => random.uniform(key, [1e6])),
    figure("10⁶ normals", () => random.normal(key, [1e6])),
    figure("arange(10⁶)", () => arange(1e6)),
  ];
}
