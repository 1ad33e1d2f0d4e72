/** The instructions of WebAssembly that we use, by their names in the specification. Source: WebAssembly core specification 2.0, and relaxed SIMD. */

const plain =
  "i32.eqz=45 i32.eq=46 i32.ne=47 i32.lt_s=48 i32.lt_u=49 i32.gt_s=4a i32.gt_u=4b i32.le_s=4c i32.le_u=4d i32.ge_s=4e i32.ge_u=4f " +
  "i64.eqz=50 i64.eq=51 i64.ne=52 i64.lt_s=53 i64.lt_u=54 i64.gt_s=55 i64.gt_u=56 i64.le_s=57 i64.le_u=58 i64.ge_s=59 i64.ge_u=5a " +
  "f32.eq=5b f32.ne=5c f32.lt=5d f32.gt=5e f32.le=5f f32.ge=60 f64.eq=61 f64.ne=62 f64.lt=63 f64.gt=64 f64.le=65 f64.ge=66 " +
  "i32.clz=67 i32.ctz=68 i32.popcnt=69 i32.add=6a i32.sub=6b i32.mul=6c i32.div_s=6d i32.div_u=6e i32.rem_s=6f i32.rem_u=70 " +
  "i32.and=71 i32.or=72 i32.xor=73 i32.shl=74 i32.shr_s=75 i32.shr_u=76 i32.rotl=77 i32.rotr=78 " +
  "i64.clz=79 i64.ctz=7a i64.popcnt=7b i64.add=7c i64.sub=7d i64.mul=7e i64.div_s=7f i64.div_u=80 i64.rem_s=81 i64.rem_u=82 " +
  "i64.and=83 i64.or=84 i64.xor=85 i64.shl=86 i64.shr_s=87 i64.shr_u=88 i64.rotl=89 i64.rotr=8a " +
  "f32.abs=8b f32.neg=8c f32.ceil=8d f32.floor=8e f32.trunc=8f f32.nearest=90 f32.sqrt=91 f32.add=92 f32.sub=93 f32.mul=94 f32.div=95 " +
  "f32.min=96 f32.max=97 f32.copysign=98 f64.abs=99 f64.neg=9a f64.ceil=9b f64.floor=9c f64.trunc=9d f64.nearest=9e f64.sqrt=9f " +
  "f64.add=a0 f64.sub=a1 f64.mul=a2 f64.div=a3 f64.min=a4 f64.max=a5 f64.copysign=a6 i32.wrap_i64=a7 i64.extend_i32_s=ac i64.extend_i32_u=ad " +
  "f32.convert_i32_s=b2 f32.convert_i32_u=b3 f32.convert_i64_s=b4 f32.convert_i64_u=b5 f32.demote_f64=b6 f64.convert_i32_s=b7 " +
  "f64.convert_i32_u=b8 f64.convert_i64_s=b9 f64.convert_i64_u=ba f64.promote_f32=bb i32.reinterpret_f32=bc i64.reinterpret_f64=bd " +
  "f32.reinterpret_i32=be f64.reinterpret_i64=bf select=1b drop=1a return=0f unreachable=00";

/** Behind the prefix fc. */
const saturating =
  "i32.trunc_sat_f32_s=00 i32.trunc_sat_f32_u=01 i32.trunc_sat_f64_s=02 i32.trunc_sat_f64_u=03 i64.trunc_sat_f64_s=06";

/** Behind the prefix fd; these take no immediate. */
const simd =
  "i8x16.swizzle=0e i8x16.splat=0f i16x8.splat=10 i32x4.splat=11 i64x2.splat=12 f32x4.splat=13 f64x2.splat=14 " +
  "i32x4.eq=37 i32x4.ne=38 i32x4.lt_s=39 i32x4.lt_u=3a i32x4.gt_s=3b i32x4.gt_u=3c i32x4.le_s=3d i32x4.le_u=3e i32x4.ge_s=3f i32x4.ge_u=40 " +
  "f32x4.eq=41 f32x4.ne=42 f32x4.lt=43 f32x4.gt=44 f32x4.le=45 f32x4.ge=46 f64x2.eq=47 f64x2.ne=48 f64x2.lt=49 f64x2.gt=4a f64x2.le=4b f64x2.ge=4c " +
  "v128.not=4d v128.and=4e v128.andnot=4f v128.or=50 v128.xor=51 v128.bitselect=52 v128.any_true=53 f32x4.demote_f64x2_zero=5e " +
  "f64x2.promote_low_f32x4=5f i8x16.narrow_i16x8_s=65 i8x16.narrow_i16x8_u=66 f32x4.ceil=67 f32x4.floor=68 f32x4.trunc=69 f32x4.nearest=6a f64x2.ceil=74 f64x2.floor=75 " +
  "f64x2.trunc=7a i16x8.narrow_i32x4_s=85 i16x8.narrow_i32x4_u=86 i16x8.extend_low_i8x16_s=87 i16x8.extend_low_i8x16_u=89 f64x2.nearest=94 " +
  "i32x4.abs=a0 i32x4.neg=a1 i32x4.all_true=a3 i32x4.bitmask=a4 i32x4.extend_low_i16x8_s=a7 i32x4.extend_low_i16x8_u=a9 i32x4.shl=ab i32x4.shr_s=ac " +
  "i32x4.shr_u=ad i32x4.add=ae i32x4.sub=b1 i32x4.mul=b5 i32x4.min_s=b6 i32x4.min_u=b7 i32x4.max_s=b8 i32x4.max_u=b9 " +
  "i64x2.abs=c0 i64x2.neg=c1 i64x2.all_true=c3 i64x2.bitmask=c4 i64x2.extend_low_i32x4_s=c7 i64x2.extend_high_i32x4_s=c8 i64x2.extend_low_i32x4_u=c9 " +
  "i64x2.extend_high_i32x4_u=ca i64x2.shl=cb i64x2.shr_s=cc i64x2.shr_u=cd i64x2.add=ce i64x2.sub=d1 i64x2.mul=d5 i64x2.eq=d6 i64x2.ne=d7 i64x2.lt_s=d8 " +
  "i64x2.gt_s=d9 i64x2.le_s=da i64x2.ge_s=db f32x4.abs=e0 f32x4.neg=e1 f32x4.sqrt=e3 f32x4.add=e4 f32x4.sub=e5 f32x4.mul=e6 f32x4.div=e7 f32x4.min=e8 " +
  "f32x4.max=e9 f32x4.pmin=ea f32x4.pmax=eb f64x2.abs=ec f64x2.neg=ed f64x2.sqrt=ef f64x2.add=f0 f64x2.sub=f1 f64x2.mul=f2 f64x2.div=f3 f64x2.min=f4 " +
  "f64x2.max=f5 f64x2.pmin=f6 f64x2.pmax=f7 i32x4.trunc_sat_f32x4_s=f8 i32x4.trunc_sat_f32x4_u=f9 f32x4.convert_i32x4_s=fa f32x4.convert_i32x4_u=fb " +
  "i32x4.trunc_sat_f64x2_s_zero=fc i32x4.trunc_sat_f64x2_u_zero=fd f64x2.convert_low_i32x4_s=fe f64x2.convert_low_i32x4_u=ff " +
  "f32x4.relaxed_madd=105 f32x4.relaxed_nmadd=106 f64x2.relaxed_madd=107 f64x2.relaxed_nmadd=108";

/** With an immediate byte: the lane. */
const lanes =
  "i8x16.extract_lane_u=16 i8x16.replace_lane=17 i32x4.extract_lane=1b i32x4.replace_lane=1c i64x2.extract_lane=1d i64x2.replace_lane=1e " +
  "f32x4.extract_lane=1f f32x4.replace_lane=20 f64x2.extract_lane=21 f64x2.replace_lane=22";

/** With the immediates of an access to memory. The number behind the colon is the log of the natural alignment. */
const memory =
  "i32.load=28:2 i64.load=29:3 f32.load=2a:2 f64.load=2b:3 i32.load8_s=2c:0 i32.load8_u=2d:0 i32.load16_s=2e:1 i32.load16_u=2f:1 i32.store=36:2 " +
  "i64.store=37:3 f32.store=38:2 f64.store=39:3 i32.store8=3a:0 i32.store16=3b:1";
const simdMemory =
  "v128.load=00:4 v128.load8_splat=07:0 v128.load16_splat=08:1 v128.load32_splat=09:2 v128.load64_splat=0a:3 v128.store=0b:4 v128.load32_zero=5c:2 v128.load64_zero=5d:3";
/** With those and a lane. */
const simdMemoryLanes =
  "v128.load8_lane=54:0 v128.load32_lane=56:2 v128.load64_lane=57:3 v128.store8_lane=58:0 v128.store16_lane=59:1 v128.store32_lane=5a:2 v128.store64_lane=5b:3";

export interface Instruction {
  /** The byte before the opcode, which is then in LEB128. */
  readonly prefix: number | undefined;
  readonly opcode: number;
  /** What stands behind: nothing, a lane, the offset of an access to memory, or both. */
  readonly kind: "plain" | "lane" | "memory" | "memoryLane";
  /** Log of the natural alignment. */
  readonly alignment: number;
}

interface Family extends Pick<Instruction, "prefix" | "kind"> {
  readonly text: string;
}

const families: readonly Family[] = [
  { text: simd, prefix: 0xfd, kind: "plain" },
  { text: plain, prefix: undefined, kind: "plain" },
  { text: simdMemory, prefix: 0xfd, kind: "memory" },
  { text: memory, prefix: undefined, kind: "memory" },
  { text: lanes, prefix: 0xfd, kind: "lane" },
  { text: simdMemoryLanes, prefix: 0xfd, kind: "memoryLane" },
  { text: saturating, prefix: 0xfc, kind: "plain" },
];

/** Those that were asked for; to read all tables would take as long as to compile a small program. */
const known: Map<string, Instruction | undefined> = /*@__PURE__*/ new Map();

/** The instruction of that name. */
export function instruction(name: string): Instruction | undefined {
  let found = known.get(name);
  if (found === undefined) known.set(name, (found = find(name)));
  return found;
}

function find(name: string): Instruction | undefined {
  const key = `${name}=`;
  for (const { text, prefix, kind } of families) {
    let at = text.indexOf(key);
    // Not within a longer name.
    while (at > 0 && text[at - 1] !== " ") at = text.indexOf(key, at + 1);
    if (at < 0) continue;
    const start = at + key.length;
    const end = text.indexOf(" ", start);
    const [code, alignment = "0"] = text.slice(start, end < 0 ? text.length : end).split(":");
    return { prefix, opcode: Number.parseInt(code, 16), kind, alignment: Number(alignment) };
  }
  return undefined;
}
