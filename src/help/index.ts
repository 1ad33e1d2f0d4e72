/** The public names of the room. */
export { apropos } from "./apropos.ts";
export type { Block } from "./block.ts";
export { describe } from "./describe.ts";
export { dir, type DirOptions } from "./dir.ts";
export { Document } from "./document.ts";
export { example } from "./example.ts";
export { help } from "./help.ts";
export { signature } from "./signature.ts";
export { source } from "./source.ts";
export type { TextOptions } from "./text.ts";
