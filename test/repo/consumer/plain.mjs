// What a user of plain JavaScript does with the installed package, on every Node that is supported.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { grad, tensor } from "nabla";

assert.equal(grad((x) => x.mul(x.sin()))(1).item(), Math.sin(1) + Math.cos(1));
assert.deepEqual(
  tensor([[1, 2, 3]])
    .mul(2)
    .tolist(),
  [[2, 4, 6]],
);
assert.throws(() => tensor([1, 2]).add(tensor([1, 2, 3])), { code: "shape" });

const { exports } = createRequire(import.meta.url)("nabla/package.json");
for (const subpath of Object.keys(exports).filter((path) => !path.endsWith(".json"))) {
  const names = Object.keys(await import(`nabla${subpath.slice(1)}`));
  assert.notEqual(names.length, 0, subpath);
}
console.log("ok");
