/** Convolution as a product of the kernels with the patches of the input, which are gathered strip by strip. */
import type { FunctionBuilder, Local, ModuleBuilder } from "../assembler.ts";
import type { Divide } from "./index.ts";
import { addCopyStrided, addPack } from "./pack.ts";
import { addStrip, LINE, TILE_SPACE } from "./strip.ts";
import { DEPTH, type FloatType, type Numbers, numbersOf, TILE_ROWS } from "./tile.ts";
import { routine, type Term, type Writer } from "./writer.ts";

/** What the shapes of a convolution come down to. */
export interface ConvolutionSizes {
  readonly samples: number;
  /** Channels of the input and of the result, which is the number of kernels. */
  readonly channels: number;
  readonly kernels: number;
  readonly groups: number;
  /** Elements of a kernel in one channel, of a channel of the input, and of a channel of the result. */
  readonly window: number;
  readonly size: number;
  readonly area: number;
}

/** The workspace: a tile, zeros, a strip of patches, a strip of the result, the kernels that do not fill a tile. */
const ZEROS: number = TILE_SPACE;
const PATCHES: number = ZEROS + 16;
const RESULT: number = PATCHES + DEPTH * LINE;

/** Bytes of workspace that a convolution needs. */
export function convolutionWork(type: FloatType, { channels, kernels, groups, window }: ConvolutionSizes): number {
  const terms = (channels / groups) * window;
  return RESULT + (kernels / groups) * LINE + terms * TILE_ROWS * (type === "f32" ? 4 : 8);
}

/**
 * Samples `from` to `to` of the convolution of x [samples, channels, size] with w [kernels, channels / groups, window] to
 * out [samples, kernels, area], all of them contiguous:
 *
 *     convolution(x, w, out, places, samples, channels, kernels, groups, window, size, area, work, from, to)
 *
 * `places` holds i32 [window, area]: the place in a channel of x that an element of the window sees at a position, or -1 where
 * it sees nothing. `work` has {@link convolutionWork} bytes. The result is that of the product of w as a matrix [kernels,
 * channels / groups · window] with the patches, summed as in `addGemm`; it does not depend on which samples are asked for.
 */
export function addConvolution(module: ModuleBuilder, type: FloatType, relaxed: boolean): FunctionBuilder {
  const numbers = numbersOf(type, relaxed);
  const group = addGroup(module, numbers);
  return routine(module, "convolution", 14, undefined, (w, params) => {
    const [x, kernel, out, places, samples, channels, kernels, groups, window, size, area, work, from, to] = params;
    const plane = w.int(w.mul(size, numbers.size));
    const sampleIn = w.int(w.mul(channels, plane));
    const sampleOut = w.int(w.mul(w.mul(kernels, area), numbers.size));
    const rows = w.int(w.op("i32.div_s", kernels, groups));
    const terms = w.int(w.mul(w.op("i32.div_s", channels, groups), window));
    const count = w.int(w.sub(to, from));
    const many = samplesTogether(w, numbers, samples, window, area);
    w.bump(x, w.mul(from, sampleIn));
    w.bump(out, w.mul(from, sampleOut));
    w.if(w.op("i32.eqz", terms), () => {
      w.push(out, 0, w.mul(count, sampleOut));
      w.f.memoryFill();
      w.return();
    });
    for (const at of [0, 8]) w.store("i64.store", work, () => w.f.i64(0n), ZEROS + at);
    w.for(0, groups, 1, () => {
      w.do(
        w.call(group, x, kernel, out, places, count, rows, terms, window, plane, area, sampleIn, sampleOut, work, many),
      );
      w.bump(x, w.mul(w.op("i32.div_s", terms, window), plane));
      w.bump(kernel, w.mul(w.mul(rows, terms), numbers.size));
      w.bump(out, w.mul(w.mul(rows, area), numbers.size));
    });
  });
}

/** The place of the workspace among the arguments. */
const WORK = 11;

/** By samples; a strip of many of them stays whole. */
export const divideConvolution =
  (type: FloatType): Divide =>
  ([, , , , samples, channels, kernels, groups, window, size, area]) => {
    const bytes = convolutionWork(type, { samples, channels, kernels, groups, window, size, area });
    const bytesOfNumber = type === "f32" ? 4 : 8;
    const lanes = 16 / bytesOfNumber;
    const vectors = (count: number): number => Math.ceil(count / lanes);
    // As `samplesTogether` tells.
    const fuller = area * vectors(samples) < samples * vectors(area);
    const many = fuller || (window > DEPTH / 4 && samples >= lanes);
    const grain = many ? LINE / bytesOfNumber : 1;
    return { name: "convolution", division: { size: samples, grain, work: { place: WORK, bytes } } };
  };

/**
 * Whether a strip holds one position of many samples, and not many positions of a sample: where the window is large, as in the
 * gradient of the kernels, since then a place in the table serves only one row; and where that fills more of the vectors.
 */
function samplesTogether(w: Writer, { lanes }: Numbers, samples: Local, window: Local, area: Local): Term {
  const vectors = (count: Local): Term => w.op("i32.div_s", w.add(count, lanes - 1), lanes);
  const fuller = w.op("i32.lt_s", w.mul(area, vectors(samples)), w.mul(samples, vectors(area)));
  const large = w.op("i32.and", w.op("i32.gt_s", window, DEPTH / 4), w.op("i32.ge_s", samples, lanes));
  return w.int(w.op("i32.or", fuller, large));
}

/** (x, w, out, places, samples, rows, terms, window, plane, area, sampleIn, sampleOut, work, many): one group of channels. */
function addGroup(module: ModuleBuilder, numbers: Numbers): FunctionBuilder {
  const { size } = numbers;
  const width = LINE / size;
  const pack = addPack(module, numbers, TILE_ROWS);
  const distribute = addDistribute(module, numbers);
  const strip = addPatchStrip(module, numbers);
  return routine(module, undefined, 14, undefined, (w, params) => {
    const [x, kernel, out, places, samples, rows, terms, window, plane, area, sampleIn, sampleOut, work, many] = params;
    const result = w.int(w.add(work, RESULT));
    const tail = w.int(w.add(result, w.mul(rows, LINE)));
    const left = w.int(w.op("i32.rem_s", rows, TILE_ROWS));
    const wRow = w.int(w.mul(terms, size));
    const outRow = w.int(w.mul(area, size));
    w.do(w.call(pack, terms, left, w.add(kernel, w.mul(w.sub(rows, left), wRow)), size, wRow, tail));
    const [used, c] = [w.f.local("i32"), w.f.local("i32")];
    const cRow = w.int(w.select(many, LINE, outRow));
    w.for(0, samples, 1, (s) => {
      w.for(0, area, 1, (p) => {
        const to = w.int(w.add(w.add(out, w.mul(s, sampleOut)), w.mul(p, size)));
        w.set(c, w.select(many, result, to));
        w.set(used, w.min(w.select(many, w.sub(samples, s), w.sub(area, p)), width));
        const [ofX, ofPlaces] = [w.add(x, w.mul(s, sampleIn)), w.add(places, w.mul(p, 4))];
        w.do(
          w.call(
            strip,
            ofX,
            kernel,
            tail,
            ofPlaces,
            rows,
            terms,
            window,
            plane,
            area,
            sampleIn,
            c,
            cRow,
            used,
            work,
            many,
          ),
        );
        w.if(many, w.call(distribute, rows, used, c, to, outRow, sampleOut), () => w.bump(p, width - 1));
        w.f.free(to);
      });
      w.if(many, () => w.bump(s, width - 1));
    });
  });
}

/** A strip of the result goes to its samples: (rows, used, strip, to, toRow, sampleOut). */
function addDistribute(module: ModuleBuilder, { type, size }: Numbers): FunctionBuilder {
  const copy = addCopyStrided(module, type);
  return routine(module, undefined, 6, undefined, (w, [rows, used, strip, to, toRow, sampleOut]) => {
    w.for(0, rows, 1, () => {
      w.do(w.call(copy, used, strip, size, to, sampleOut));
      w.bump(strip, LINE);
      w.bump(to, toRow);
    });
  });
}

/**
 * A strip of the result: (x, w, tail, places, rows, terms, window, plane, area, sampleIn, c, cRow, used, work, many), where x and
 * `places` are those of the strip's first sample and position.
 */
function addPatchStrip(module: ModuleBuilder, numbers: Numbers): FunctionBuilder {
  const { size } = numbers;
  const [positions, samples] = [addGatherPositions(module, numbers), addGatherSamples(module, numbers)];
  const strip = addStrip(module, numbers);
  return routine(module, undefined, 15, undefined, (w, params) => {
    const [x, kernel, tail, places, rows, terms, window, plane, area, sampleIn, c, cRow, used, work, many] = params;
    const blocks = w.op("i32.div_s", w.add(terms, DEPTH - 1), DEPTH);
    const depth = w.int(w.op("i32.div_s", w.sub(w.add(terms, blocks), 1), blocks));
    const wRow = w.int(w.mul(terms, size));
    const patches = w.int(w.add(work, PATCHES));
    const count = w.f.local("i32");
    w.for(0, terms, 1, (r) => {
      w.set(count, w.min(w.sub(terms, r), depth));
      const gather = (callee: FunctionBuilder): (() => void) =>
        w.call(callee, r, count, x, plane, sampleIn, places, area, window, used, patches, w.add(work, ZEROS));
      w.if(many, gather(samples), gather(positions));
      const ofW = w.add(kernel, w.mul(r, size));
      const rest = w.add(tail, w.mul(r, TILE_ROWS * size));
      const panel = w.mul(wRow, TILE_ROWS);
      w.do(w.call(strip, rows, count, ofW, wRow, panel, 1, rest, patches, LINE, c, cRow, used, r, work));
      w.bump(r, w.sub(count, 1));
    });
  });
}

/**
 * Rows of the matrix of patches for positions of one sample: (first, count, x, plane, sampleIn, places, area, window, used, to, zeros).
 * Row r belongs to channel ⌊r / window⌋ and to element r mod window; those of one element are filled together.
 */
function addGatherPositions(module: ModuleBuilder, { type, size, lanes }: Numbers): FunctionBuilder {
  const [numbers, vectors] = [addCopyStrided(module, type), addCopyStrided(module, "v128")];
  return routine(module, undefined, 11, undefined, (w, params) => {
    const [first, count, x, plane, , places, area, window, used, to, zeros] = params;
    const toStep = w.int(w.mul(window, LINE));
    const [row, at, source, channels, left, target, place, end] = Array.from({ length: 8 }, () => w.f.local("i32"));
    /** Copies what stands at a place of each channel to the target. */
    const copy = (callee: FunctionBuilder, from: Term, step: Term, bytes: number): void => {
      w.do(w.call(callee, channels, from, step, target, toStep));
      w.bump(target, bytes);
    };
    w.for(0, w.int(w.min(window, count)), 1, (t) => {
      w.set(row, w.add(first, t));
      w.set(at, w.add(places, w.mul(w.mul(w.op("i32.rem_s", row, window), area), 4)));
      w.set(source, w.add(x, w.mul(w.op("i32.div_s", row, window), plane)));
      w.set(channels, w.op("i32.div_s", w.add(w.sub(count, t), w.sub(window, 1)), window));
      w.set(target, w.add(to, w.mul(t, LINE)));
      w.set(left, used);
      w.f.loop(() => {
        w.set(place, w.op("i32.load", at));
        w.if(
          inOrder(w, left, at, place, lanes),
          () => {
            copy(vectors, w.add(source, w.mul(place, size)), plane, 16);
            w.bump(at, 4 * lanes);
          },
          () => {
            w.set(end, w.add(at, w.mul(w.min(left, lanes), 4)));
            w.f.loop(() => {
              w.set(place, w.op("i32.load", at));
              const outside = w.op("i32.lt_s", place, 0);
              const from = w.select(outside, zeros, w.add(source, w.mul(place, size)));
              copy(numbers, from, w.select(outside, 0, plane), size);
              w.bump(at, 4);
              w.push(w.op("i32.ne", at, end));
              w.f.breakIf(0);
            });
          },
        );
        w.bump(left, -lanes);
        w.push(w.op("i32.gt_s", left, 0));
        w.f.breakIf(0);
      });
    });
  });
}

/** Whether a whole vector of places is left at `at`, and they are neighbours; `place` is the first. */
function inOrder(w: Writer, left: Local, at: Local, place: Local, lanes: number): Term {
  const conditions = [w.op("i32.ge_s", left, lanes), w.op("i32.ge_s", place, 0)];
  for (let i = 1; i < lanes; i++) conditions.push(w.op("i32.eq", w.at("i32.load", 4 * i, at), w.add(place, i)));
  return conditions.reduceRight((rest, condition) => () => {
    condition();
    w.f.if(rest, () => w.f.i32(0), "i32");
  });
}

/** The same for one position of several samples. */
function addGatherSamples(module: ModuleBuilder, { type, size }: Numbers): FunctionBuilder {
  const copy = addCopyStrided(module, type);
  return routine(module, undefined, 11, undefined, (w, params) => {
    const [first, count, x, plane, sampleIn, places, area, window, used, to, zeros] = params;
    const [row, place] = [w.f.local("i32"), w.f.local("i32")];
    w.for(0, count, 1, (t) => {
      w.set(row, w.add(first, t));
      w.set(place, w.op("i32.load", w.add(places, w.mul(w.mul(w.op("i32.rem_s", row, window), area), 4))));
      const source = w.add(x, w.add(w.mul(w.op("i32.div_s", row, window), plane), w.mul(place, size)));
      const outside = w.op("i32.lt_s", place, 0);
      w.do(w.call(copy, used, w.select(outside, zeros, source), w.select(outside, 0, sampleIn), to, size));
      w.bump(to, LINE);
    });
  });
}
