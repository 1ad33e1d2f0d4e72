// %% [markdown]
// # Fitting a real data set
//
// How far does a car go on a gallon? The data are those of 406 cars of the years 1970 to 1982 (the StatLib data set, as it comes
// in the npm package `vega-datasets`). A linear model is fitted by gradient descent, with the gradient by `grad`, and compared with
// the closed form. Some numbers are missing, as they are in life.

// %%
import { grad, linalg, mean, random, slice, std, type Tensor, tensor, valueAndGrad } from "nabla";
import { plot } from "nabla/plot";
import cars from "../node_modules/vega-datasets/data/cars.json" with { type: "json" };

cars.length; // => 406

// %%
const features = ["Cylinders", "Displacement", "Horsepower", "Weight_in_lbs", "Acceleration"] as const;
const rows = cars.map((car) => [
  ...features.map((name) => car[name]),
  Number(car.Year.slice(0, 4)),
  car.Miles_per_Gallon,
]);
const missing = [...features, "Year", "Miles_per_Gallon"].map((name, i) => [
  name,
  rows.filter((row) => row[i] === null).length,
]);
missing.filter(([, count]) => count !== 0); // => [['Horsepower', 6], ['Miles_per_Gallon', 8]]

// %% [markdown]
// Rows with a missing number are left out; 392 stay. Four in five train the model, the others judge it. The shuffle comes from a
// key, so that it is the same on every machine and in every version.

// %%
const known = rows.filter((row): row is number[] => !row.includes(null));
const data = tensor(known);
const order = random.permutation(random.key(7), data.shape[0]);
const split = Math.round(0.8 * data.shape[0]);
const [train, validation] = [data.take(order.at(slice(0, split)), 0), data.take(order.at(slice(split)), 0)];
[data.shape, train.shape, validation.shape]; // => [[392, 7], [314, 7], [78, 7]]

// %% [markdown]
// Inputs of very different sizes make gradient descent slow, so each is brought to mean 0 and standard deviation 1 — by the
// numbers of the training rows, for both.

// %%
const inputs = (table: Tensor): Tensor => table.at(slice(), slice(0, -1));
const targets = (table: Tensor): Tensor => table.at(slice(), -1);
const [center, spread] = [mean(inputs(train), 0), std(inputs(train), 0)];
const standardise = (table: Tensor): Tensor => inputs(table).sub(center).div(spread);
const [X, y, XV, yV] = [standardise(train), targets(train), standardise(validation), targets(validation)];

// %% [markdown]
// The model has a weight for each input and a bias; its loss is the mean squared error.

// %%
interface Model {
  readonly w: Tensor;
  readonly b: Tensor;
}
const predict = ({ w, b }: Model, X: Tensor): Tensor => X.matmul(w).add(b);
const loss = (model: Model, X: Tensor, y: Tensor): Tensor => predict(model, X).sub(y).square().mean();

const start: Model = { w: tensor([0, 0, 0, 0, 0, 0]), b: tensor(0) };
grad(loss)(start, X, y).b.item() < 0; // => true

// %% [markdown]
// Gradient descent with momentum: 1500 steps downhill.

// %%
const [rate, momentum, steps] = [0.05, 0.95, 1500];
let model = start;
let velocity: Model = { w: start.w, b: start.b };
const curve: { readonly train: number; readonly validation: number }[] = [];
for (let step = 0; step <= steps; step++) {
  const [value, { w, b }] = valueAndGrad(loss)(model, X, y);
  curve.push({ train: value.item(), validation: loss(model, XV, yV).item() });
  velocity = { w: velocity.w.mul(momentum).sub(w.mul(rate)), b: velocity.b.mul(momentum).sub(b.mul(rate)) };
  model = { w: model.w.add(velocity.w), b: model.b.add(velocity.b) };
}
model.w.shape; // => [6]

// %%
const shown = curve.slice(0, 61);
plot([shown.map(({ train }) => train), shown.map(({ validation }) => validation)], {
  xlabel: "step",
  ylabel: "loss",
  yscale: "log",
  legend: ["train", "validation"],
});

// %% [markdown]
// The closed form of least squares, by the singular value decomposition of the same inputs with a column of ones:

// %%
const ones = (X: Tensor): Tensor =>
  X.pad(
    [
      [0, 0],
      [0, 1],
    ],
    { value: 1 },
  );
const { x: best } = linalg.lstsq(ones(X), y);
const closed: Model = { w: best.at(slice(0, -1)), b: best.at(-1) };

interface Scores {
  readonly rmse: number;
  readonly r2: number;
}
function score(model: Model, X: Tensor, y: Tensor): Scores {
  const error = loss(model, X, y).item();
  return { rmse: Math.sqrt(error), r2: 1 - error / y.sub(y.mean()).square().mean().item() };
}
const scores = {
  "gradient descent, train": score(model, X, y),
  "closed form, train": score(closed, X, y),
  "gradient descent, validation": score(model, XV, yV),
  "closed form, validation": score(closed, XV, yV),
};
console.table(scores);

// %% [markdown]
// Both agree, on the training rows and on the others:

// %%
const agree = (a: Scores, b: Scores): boolean => Math.abs(a.rmse - b.rmse) < 1e-6 && Math.abs(a.r2 - b.r2) < 1e-6;
[agree(score(model, X, y), score(closed, X, y)), agree(score(model, XV, yV), score(closed, XV, yV))]; // => [true, true]

// %% [markdown]
// What the model has learned: the weight of each input, in miles per gallon for one standard deviation.

// %%
Object.fromEntries([...features, "Year"].map((name, i) => [name, Number(model.w.at(i).item().toFixed(2))]));
