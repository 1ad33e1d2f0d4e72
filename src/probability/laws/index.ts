/** All laws. */
export { Normal } from "./normal.ts";
