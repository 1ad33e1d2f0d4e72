/** Types of the transformations: what callers may pass and what they get back. */
export type { Input, Inputs } from "../core/input.ts";

/** Which arguments are differentiated: one place, or several. */
export type Argnums = number | readonly number[];

/** The gradients with respect to the chosen arguments, of the types of the arguments. */
export type Gradients<A extends readonly unknown[], N extends Argnums> = N extends number
  ? At<A, N>
  : { -readonly [K in keyof N]: N[K] extends number ? At<A, N[K]> : never };

type At<A extends readonly unknown[], N extends number> = number extends N ? A[number] : A[N];
