/** `nabla/help`: documentation that answers. Importing it loads the texts; no other entry does. */
import "../engine/accelerate.ts";
import "../ops/fluent.ts";
import "../autodiff/imperative.ts";
import * as own from "../help/index.ts";
import { introduce } from "../help/values.ts";

export * from "../help/index.ts";

// So that help(help) finds it.
introduce("nabla/help", own);
