/** Distributions made of others. */
export { censored } from "./censored.ts";
export { expand, mask } from "./expand.ts";
export { independent } from "./independent.ts";
export { hurdle, inflated } from "./inflated.ts";
export { mixture, type MixtureWeights } from "./mixture.ts";
export { quantized } from "./quantized.ts";
export { type Ends, truncated } from "./truncated.ts";
export { transformed } from "./transformed.ts";
