/** All tasks, in the order of the report. */
import { arrays } from "./arrays.ts";
import { functions } from "./functions.ts";
import { matrices } from "./matrices.ts";
import { networks } from "./networks.ts";
import type { Task } from "./task.ts";

export const tasks: readonly Task[] = [...matrices, ...arrays, ...networks, ...functions];
