// What a user of plain JavaScript does with the installed package, on every Node that is supported.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { explain, grad, jit, scan, setThreads, tensor, threads } from "nabla";

assert.equal(grad((x) => x.mul(x.sin()))(1).item(), Math.sin(1) + Math.cos(1));
assert.deepEqual(
  tensor([[1, 2, 3]])
    .mul(2)
    .tolist(),
  [[2, 4, 6]],
);
assert.throws(() => tensor([1, 2]).add(tensor([1, 2, 3])), { code: "shape" });

// Compiled: with and without relaxed SIMD the numbers are right to the last digits.
const slope = jit(grad((x) => x.mul(x.sin()).sum()));
const points = tensor(Float64Array.from({ length: 1001 }, (_, i) => i / 100));
slope(points)
  .tolist()
  .forEach((value, i) => {
    const x = i / 100;
    assert.ok(Math.abs(value - (Math.sin(x) + x * Math.cos(x))) < 1e-14 * Math.max(1, x));
  });
const square = tensor(Float32Array.from({ length: 129 * 129 }, (_, i) => (i % 7) - 3)).reshape([129, 129]);
const product = jit((a) => a.matmul(a));
assert.deepEqual(product(square).at(128, 0).item(), square.at(128).dot(square.T.at(0)).item());
assert.equal(
  jit((x) => scan((sum, row) => [sum.add(row), sum], 0, x)[0])(points).item(),
  points.tolist().reduce((sum, x) => sum + x, 0),
);
assert.equal(explain((x) => x.exp().sum())(points).kernels.length, 1);
setThreads(2);
assert.ok(threads() === 1 || threads() === 2);
assert.deepEqual(product(square).tolist(), product(square).tolist());
setThreads(1);

const { exports } = createRequire(import.meta.url)("nabla/package.json");
for (const subpath of Object.keys(exports).filter((path) => !path.endsWith(".json"))) {
  const names = Object.keys(await import(`nabla${subpath.slice(1)}`));
  assert.notEqual(names.length, 0, subpath);
}
console.log("ok");
