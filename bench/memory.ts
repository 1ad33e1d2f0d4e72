/** Memory in long synchronous loops, where nothing but ordinary garbage collection helps. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { jit, random, type Tensor } from "nabla";
import { carsStep } from "./cars.ts";
import { type Figure, residentMB } from "./measure.ts";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

export function memory(): readonly Figure[] {
  const heap = (): number => process.memoryUsage().heapUsed / 1e6;
  const step = carsStep();
  for (let i = 0; i < 2000; i++) step();
  collectGarbage();
  const before = heap();
  for (let i = 0; i < 20_000; i++) step();
  collectGarbage();
  const grown = heap() - before;

  const x = random.normal(random.key(0), [131_072]); // 1 MB
  const zero = x.mul(0);
  let y = x;
  let most = 0;
  for (let i = 0; i < 300_000; i++) {
    y = y.add(zero);
    if (i % 1000 === 0) most = Math.max(most, residentMB());
  }

  const update = jit((w: Tensor, g: Tensor): Tensor => w.sub(g.mul(0.01)), { donateArgnums: 0 });
  const g = random.normal(random.key(1), [1_000_000]);
  let w = update(random.normal(random.key(2), [1_000_000]), g);
  const start = performance.now();
  for (let i = 0; i < 2000; i++) w = update(w, g);
  const time = (performance.now() - start) / 2000;

  return [
    { task: "growth of the heap in 20,000 training steps", value: Math.max(0, grown), unit: "MB", bar: 2 },
    { task: "most resident in 300,000 ops on 1 MB tensors", value: most, unit: "MB", bar: 1000 },
    { task: "an update of 10⁶ donated float64 parameters, of 2,000", value: time, unit: "ms", bar: 2 },
  ];
}
