/** What a contender in JavaScript is: peers/*.ts and nabla.ts. The contenders in Python are in peers/python.py. */
import type { Numbers, Raw } from "./inputs.ts";
import type { Task } from "./tasks/task.ts";

export interface Settings {
  readonly threads: number;
}

/** The inputs of a task by name. */
export type Given = Readonly<Record<string, Raw>>;

/**
 * Takes the inputs over (not timed) and returns what is timed. A task that is to be read returns numbers; for the others a
 * result of the library suffices, with all values of the task in it.
 */
export type Prepare<R> = (given: Given) => () => R | Numbers | number | Promise<Numbers>;

export interface Contender<R> {
  readonly version: string;
  /** By the id of the task; a text says why there is none. */
  readonly tasks: Readonly<Record<string, Prepare<R> | string>>;
  /** Returns, or resolves, when all of a result is computed, and gives its memory back where that is the user's duty. */
  finish(result: R): unknown;
  /** The arrays of a result, in row-major order as the task has them. */
  read(result: R, task: Task): readonly Numbers[] | Promise<readonly Numbers[]>;
}

/** What each of the files exports as `start`; importing the library is a part of it. */
export type Start<R> = (settings: Settings) => Promise<Contender<R>>;
