/** A routine that solves `count` problems one after the other, for a range of them: how threads share it. */
import type { FunctionBuilder, ModuleBuilder } from "../assembler.ts";
import { routine } from "./writer.ts";

/** The name of the export. */
export const SHARE = "share";

/** Between the name of a routine and the place of its count: threads share its calls. */
export const SHARED = ":shared";

/**
 * Adds (…arguments of the routine, step of each, [failed,] from, to), exported. The problem with number i has every argument moved by i
 * steps. Where the routine gives a number, one that is not -1 goes to the address `failed`.
 * @param count - which argument says how many problems there are
 */
export function addShare(module: ModuleBuilder, whole: FunctionBuilder, count: number): void {
  const { params: own, results } = whole.signature;
  const fails = results.length > 0;
  const n = own.length;
  routine(module, SHARE, 2 * n + (fails ? 3 : 2), undefined, (w, params) => {
    const [from, to] = params.slice(-2);
    own.forEach((_, i) =>
      i === count ? w.push(w.sub(to, from)) : w.push(w.add(params[i], w.mul(from, params[n + i]))),
    );
    w.f.call(whole);
    if (!fails) return;
    const found = w.f.local("i32");
    w.f.set(found);
    w.if(w.op("i32.ne", found, -1), () => w.store("i32.store", params[2 * n], found));
  });
}
