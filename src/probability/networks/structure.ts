/** What inference needs to know of a model: variables with states, and which variables each factor is about. */
import { fail } from "../../base/errors.ts";
import { nearest } from "../../base/nearest.ts";

/** A variable with the names of its states. */
export interface Variable {
  /** Unique in its model. */
  readonly name: string;
  /** In order; indices of states count from 0. */
  readonly states: readonly string[];
}

/** The variables of a factor, in the order of the axes of its table. */
export interface Scope {
  readonly variables: readonly number[];
  /** The axis along which rows sum to 1 (a conditional distribution of that variable), or -1. */
  readonly head: number;
}

/** Models with the same structure share their plans. */
export class Structure {
  readonly variables: readonly Variable[];
  readonly sizes: readonly number[];
  readonly scopes: readonly Scope[];
  private readonly facts = new Map<string, unknown>();
  /** The one that was used last is last. */
  private readonly plans = new Map<string, unknown>();
  private readonly places: ReadonlyMap<string, number>;
  private readonly states: (ReadonlyMap<string, number> | undefined)[] = [];

  constructor(variables: readonly Variable[], scopes: readonly Scope[]) {
    this.variables = variables;
    this.sizes = variables.map(({ states }) => states.length);
    this.scopes = scopes;
    this.places = new Map(variables.map(({ name }, i) => [name, i]));
  }

  /** Each variable has a factor that is its distribution given others. */
  get isDirected(): boolean {
    return this.scopes.length === this.variables.length && this.scopes.every(({ head }) => head >= 0);
  }

  /** The place of a variable. @param where - for the message */
  find(op: string, argument: string, name: unknown, where = ""): number {
    const place = typeof name === "string" ? this.places.get(name) : undefined;
    if (place !== undefined) return place;
    const [like] = typeof name === "string" ? nearest(name, [...this.places.keys()]) : [];
    return fail("value", {
      op,
      argument,
      got: name,
      expects: `the name of one of the ${this.variables.length} variables`,
      problem: typeof name === "string" ? `there is no variable "${name}"${where}` : undefined,
      fix: like === undefined ? "pass a name" : `did you mean "${like}"?`,
    });
  }

  /** The index of a state by its name. */
  findState(op: string, argument: string, variable: number, state: string): number {
    const index = this.statesOf(variable).get(state);
    if (index !== undefined) return index;
    const { name, states } = this.variables[variable];
    const listed = states.length <= 12 ? states : [...states.slice(0, 12), "…"];
    return fail("value", {
      op,
      argument,
      got: state,
      expects: `a state of "${name}": ${listed.join(", ")}`,
      problem: `"${name}" has no state "${state}"`,
      fix: `did you mean "${nearest(state, states)[0]}"?`,
    });
  }

  /** The index of a state, or undefined where there is none. */
  stateOf(variable: number, state: string): number | undefined {
    return this.statesOf(variable).get(state);
  }

  private statesOf(variable: number): ReadonlyMap<string, number> {
    this.states[variable] ??= new Map(this.variables[variable].states.map((state, i) => [state, i]));
    return this.states[variable];
  }

  /** What follows from the structure alone, worked out once. */
  once<T>(key: string, make: () => T): T {
    const known = (this.facts.get(key) as T | undefined) ?? make();
    this.facts.set(key, known);
    return known;
  }

  /** A plan for a question, worked out anew only when many others have been asked for since. */
  plan<T>(key: string, make: () => T): T {
    const known = (this.plans.get(key) as T | undefined) ?? make();
    this.plans.delete(key);
    this.plans.set(key, known);
    const most = Math.max(FEWEST_PLANS, Math.floor(PLANNED_VARIABLES / this.variables.length));
    if (this.plans.size > most) this.plans.delete(this.plans.keys().next().value as string);
    return known;
  }
}

/** The plans that are kept take memory by their variables, some 25 kB for each: together about these many, but at least some plans. */
const PLANNED_VARIABLES = 4096;
const FEWEST_PLANS = 4;

/** How many entries a table of these variables has. */
export function entriesOf(variables: Iterable<number>, sizes: readonly number[]): number {
  let entries = 1;
  for (const v of variables) entries *= sizes[v];
  return entries;
}

/** The strides of a table, by variable. */
export function rowMajor(sizes: readonly number[], scope: readonly number[]): Map<number, number> {
  const strides = new Map<number, number>();
  let stride = 1;
  for (let i = scope.length - 1; i >= 0; i--) {
    strides.set(scope[i], stride);
    stride *= sizes[scope[i]];
  }
  return strides;
}
