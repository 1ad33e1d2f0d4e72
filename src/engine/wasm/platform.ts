/** The part of WebAssembly's interface that we use; the sources know neither Node's types nor a page's. */

export interface WasmMemory {
  /** Another object after each growth; a SharedArrayBuffer where threads share it. */
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

export interface WasmInstance {
  readonly exports: Readonly<Record<string, (...args: number[]) => number>>;
}

export interface WasmModule {
  readonly [Symbol.toStringTag]: string;
}

interface Wasm {
  readonly Memory: new (limits: { initial: number; maximum?: number; shared?: boolean }) => WasmMemory;
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => WasmModule;
  readonly Instance: new (
    module: WasmModule,
    imports: { readonly env: Readonly<Record<string, WasmMemory | ((...args: number[]) => number | void)>> },
  ) => WasmInstance;
  readonly validate: (bytes: Uint8Array<ArrayBuffer>) => boolean;
}

/** Undefined where a page's policy or an old runtime has none. */
export const wasm: Wasm | undefined = (globalThis as unknown as { readonly WebAssembly?: Wasm }).WebAssembly;

/** Milliseconds. */
export const now = (): number =>
  (globalThis as unknown as { readonly performance?: { now(): number } }).performance?.now() ?? Date.now();
