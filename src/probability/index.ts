/** Probability: events and tables, networks, distributions, and what is done with them. */

export * from "./combinators/index.ts";
export * from "./divergences/index.ts";
export * from "./events/index.ts";
export * from "./expectation/index.ts";
export * from "./laws/index.ts";
export * from "./networks/index.ts";
export * from "./programs/index.ts";
export * from "./tables/index.ts";
export * as bijectors from "./bijectors/index.ts";
export * as constraints from "./constraints/index.ts";
export { Distribution } from "./distribution/distribution.ts";
export { type Law, type LawDefinition, law, type Parameter } from "./distribution/law.ts";
export type { ValueOptions } from "./distribution/shapes.ts";
