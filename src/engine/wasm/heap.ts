/**
 * The one memory of all compiled programs, a write-back cache of storage that the garbage collector manages. A large tensor's elements
 * are resident in the heap or lie in an ordinary array. When the heap passes its budget, the elements that have not been used for
 * longest are copied out to ordinary arrays and forgotten, so that dead ones fall to the garbage collector: a finalizer, which
 * also frees blocks, never runs inside of a synchronous loop. Nobody has to dispose of anything.
 */
import { bytesOf, type DType, makeArray, type TypedArray } from "../../base/dtypes.ts";
import { fail } from "../../base/errors.ts";
import { arrayOf, type Elements, type Storage, type Tensor } from "../../core/tensor.ts";
import { Allocator } from "./allocator.ts";
import { wasm, type WasmMemory } from "./platform.ts";

/** Bytes of a page of WebAssembly. */
const PAGE = 65536;
/** 2 MiB to begin with. */
const FIRST_PAGES = 32;
/** 4 GiB less a page, so that the end of a block, and what a loop adds to it, is still an unsigned 32-bit number. */
const MOST_PAGES = 65535;
/** Bytes. */
const BUDGET = 256 * 2 ** 20;
/**
 * What is left of the budget after eviction. Writing much back at once leaves the collector behind: in a loop over results of 8 MB
 * the process held 60 MB more, 540 at most, when half of the budget was freed at a time.
 */
const KEPT = 0.75;
/** Arrays of so many bytes are worth being kept in the heap between calls; a shorter one is copied faster than it is looked after. */
export const LARGE = 16384;
/**
 * Bytes of results that nobody has used yet. Most of those are dropped, which nobody tells the heap: a short cycle keeps them in the
 * caches, and one that leaves at a time lets the collector reuse its array for the next (measured: half the time of many at once).
 */
const NURSERY = 64 * 2 ** 20;
/** Up to so many elements a plain loop is faster than `set`. */
const FEW = 32;

export interface HeapOptions {
  /** Bytes beyond which elements are moved out; a single call that needs more gets more. Default 256 MiB. */
  readonly budget?: number;
  /** Several threads may work on the memory, if the runtime allows. */
  readonly shared?: boolean;
  /** Of 65536 bytes. Default 65535. */
  readonly maximumPages?: number;
}

/** Elements that are, or were, in the heap. While they are, the heap reaches this, but not the storage that tensors hold. */
interface Block {
  /** 0 where they are not in the heap. */
  address: number;
  readonly dtype: DType;
  readonly length: number;
  /** The storage has a copy of its own, or needs none: nothing is lost when the heap forgets the elements. */
  copied: boolean;
  /** The elements, written back. */
  moved: TypedArray | undefined;
  /** The call that used it last; if that was inside of calls that still run, the first of those to do so. */
  call: number;
}

const sizeOf = ({ dtype, length }: Block): number => bytesOf(dtype) * length;

/** What tensors hold. When none does any more, the block is free. */
class Resident implements Storage {
  readonly heap: Heap;
  readonly block: Block;
  isShared = false;
  private array: TypedArray | undefined;

  constructor(heap: Heap, block: Block, array?: TypedArray) {
    this.heap = heap;
    this.block = block;
    this.array = array;
  }

  get length(): number {
    return this.block.length;
  }

  read(): TypedArray {
    if (this.array === undefined) {
      const { block } = this;
      this.array = block.moved ?? this.heap.copyOut(block.address, block.dtype, block.length);
      block.copied = true;
    }
    return this.array;
  }

  copy(): TypedArray {
    const { address, dtype, length, moved } = this.block;
    return (this.array ?? moved)?.slice() ?? this.heap.copyOut(address, dtype, length);
  }
}

export class Heap {
  /** The whole memory; other objects after each growth, empty until the memory is first used. */
  f64: Float64Array = new Float64Array(0);
  f32: Float32Array = new Float32Array(0);
  i32: Int32Array = new Int32Array(0);
  u32: Uint32Array = new Uint32Array(0);
  u8: Uint8Array = new Uint8Array(0);
  private budget: number;
  private shared: boolean;
  private maximumPages: number;
  /** The resident ones. */
  private readonly blocks = new Set<Block>();
  /** Those of them that no call has used since they were made, the oldest first. Most results die so. */
  private readonly fresh = new Set<Block>();
  private freshBytes = 0;
  private created: WasmMemory | undefined = undefined;
  /** The first page is nobody's: no block has address 0, and what reads a little before a block stays inside. */
  private readonly allocator = new Allocator(PAGE);
  /** The calls that run, the outermost first, by number. */
  private readonly calls: number[] = [];
  private callCount = 0;
  private readonly registry: FinalizationRegistry<Block> | undefined;

  constructor({ budget = BUDGET, shared = false, maximumPages = MOST_PAGES }: HeapOptions = {}) {
    this.budget = budget;
    this.shared = shared;
    this.maximumPages = Math.min(maximumPages, MOST_PAGES);
    if (typeof FinalizationRegistry !== "undefined") {
      this.registry = new FinalizationRegistry((block) => {
        if (block.address !== 0) this.forget(block);
      });
    }
  }

  /** Made when it is first asked for. */
  get memory(): WasmMemory {
    return (this.created ??= this.create());
  }

  /** Is it memory that threads share? Modules that import it must say the same. */
  get isShared(): boolean {
    this.created ??= this.create();
    return this.shared;
  }

  /** Bytes in blocks. */
  get used(): number {
    return this.allocator.used;
  }

  /** From now on elements are moved out beyond so many bytes. */
  setBudget(bytes: number): void {
    this.budget = bytes;
    this.shrink(bytes);
  }

  /**
   * The address of a new block, which begins at a multiple of 64 bytes and has 64 bytes of slack behind it; its content is arbitrary.
   * It is the caller's until it is freed or adopted.
   * @param op - who needs it
   * @throws TensorError "memory" when it does not fit; the heap remains usable
   */
  allocate(bytes: number, op = "jit"): number {
    const most = (this.maximumPages - 1) * PAGE;
    if (bytes > most) this.failToAllocate(op, bytes, most);
    if (this.used + bytes > this.budget) this.shrink(Math.min(KEPT * this.budget, this.budget - bytes));
    const address = this.find(bytes);
    if (address !== 0) return address;
    this.shrink(0);
    return this.find(bytes) || this.failToAllocate(op, bytes, this.u8.length - PAGE);
  }

  free(address: number): void {
    this.allocator.free(address);
  }

  /** A call begins: what it uses stays where it is until it ends. Calls nest. */
  begin(): void {
    this.calls.push(++this.callCount);
  }

  end(): void {
    this.calls.pop();
  }

  /**
   * Where the elements of a tensor lie during the present call.
   * @param scratch - space of the caller's for an array that is too short to be kept in the heap
   */
  address(x: Tensor, scratch = 0): number {
    const { elements } = x;
    const known = elements instanceof Resident && elements.heap === this;
    if (!known && scratch !== 0 && x.size * bytesOf(x.dtype) < LARGE) return this.copyIn(x, scratch);
    const storage = known ? elements : this.storageFor(x);
    if (storage.block.address === 0) this.admit(storage);
    if (this.fresh.delete(storage.block)) this.freshBytes -= sizeOf(storage.block);
    this.use(storage.block);
    return storage.block.address;
  }

  /** Copies elements to an address, which it returns. */
  copyIn(x: Tensor, address: number): number {
    this.write(arrayOf(x), x.dtype, address);
    return address;
  }

  /** A new array of the elements at an address. */
  copyOut(address: number, dtype: DType, length: number): TypedArray {
    const [from, at] = [this.view(dtype), address / bytesOf(dtype)];
    const array = makeArray(dtype, length);
    if (length > FEW) array.set(from.subarray(at, at + length));
    else for (let i = 0; i < length; i++) array[i] = from[at + i];
    return array;
  }

  /** Makes the elements at the start of a block of the caller's a tensor's storage; the block is the heap's from now on. */
  adopt(address: number, dtype: DType, length: number): Storage {
    const storage = new Resident(this, { address, dtype, length, copied: false, moved: undefined, call: 0 });
    const { block } = storage;
    this.keep(storage);
    this.use(block);
    this.fresh.add(block);
    this.freshBytes += sizeOf(block);
    if (this.freshBytes > NURSERY) this.shrinkFresh();
    return storage;
  }

  /**
   * Whether a tensor's block can be taken from it: nobody else would miss it, and it lies in the heap for the present call, not for
   * one around that.
   */
  canTake({ elements }: Tensor): boolean {
    if (!(elements instanceof Resident) || elements.heap !== this) return false;
    const { block, isShared } = elements;
    return (!isShared || block.copied) && block.address !== 0 && block.call === this.calls.at(-1);
  }

  /** Takes the block of a tensor, which is never read again; it is the caller's. */
  take({ elements }: Tensor): number {
    const { block } = elements as Resident;
    const { address } = block;
    this.release(block);
    return address;
  }

  /** Frees the block of elements that nobody reads any more, if nobody else has them; nothing is written back. */
  discard(elements: Elements | undefined): void {
    if (!(elements instanceof Resident) || elements.heap !== this || elements.isShared) return;
    const { block } = elements;
    if (block.address !== 0 && !this.isPinned(block)) this.forget(block);
  }

  // ---------------------------------------------------------------- residency

  /** Storage for an ordinary array, which is not in the heap yet. */
  private storageFor(x: Tensor): Resident {
    const array = arrayOf(x);
    const block = { address: 0, dtype: x.dtype, length: array.length, copied: true, moved: undefined, call: 0 };
    const storage = new Resident(this, block, array);
    x.elements = storage;
    return storage;
  }

  private admit(storage: Resident): void {
    const { block } = storage;
    const array = storage.read();
    block.address = this.allocate(array.byteLength);
    block.moved = undefined;
    this.write(array, block.dtype, block.address);
    this.keep(storage);
  }

  private keep(storage: Resident): void {
    this.blocks.add(storage.block);
    this.registry?.register(storage, storage.block, storage.block);
  }

  private use(block: Block): void {
    if (!this.isPinned(block)) block.call = this.calls.at(-1) ?? this.callCount;
  }

  private isPinned(block: Block): boolean {
    return this.calls.includes(block.call);
  }

  /** Evicts until no more than so many bytes are in blocks, or all that is left is in use. */
  private shrink(bytes: number): void {
    if (this.used <= bytes) return;
    const idle = [...this.blocks].filter((block) => !this.isPinned(block)).sort((a, b) => a.call - b.call);
    for (const block of idle) {
      if (this.used <= bytes) return;
      this.evict(block);
    }
  }

  private shrinkFresh(): void {
    for (const block of this.fresh) {
      if (this.freshBytes <= NURSERY) return;
      if (!this.isPinned(block)) this.evict(block);
    }
  }

  private evict(block: Block): void {
    if (!block.copied) block.moved = this.copyOut(block.address, block.dtype, block.length);
    block.copied = true;
    this.forget(block);
  }

  private forget(block: Block): void {
    this.allocator.free(block.address);
    this.release(block);
  }

  /** From now on the elements are not in the heap, and what is at their address belongs to somebody else. */
  private release(block: Block): void {
    block.address = 0;
    this.blocks.delete(block);
    if (this.fresh.delete(block)) this.freshBytes -= sizeOf(block);
    // The registry holds the block, and with it what was written back.
    this.registry?.unregister(block);
  }

  // ---------------------------------------------------------------- memory

  private create(): WasmMemory {
    if (wasm === undefined) fail("internal", { op: "jit", problem: "there is no WebAssembly here" });
    const [initial, maximum] = [Math.min(FIRST_PAGES, this.maximumPages), this.maximumPages];
    try {
      const memory = new wasm.Memory({ initial, maximum, shared: this.shared });
      this.refresh(memory, initial * PAGE);
      return memory;
    } catch {
      if (!this.shared) return this.failToAllocate("jit", initial * PAGE, 0);
      // Of shared memory the whole address space is taken at once, which not every system has.
      this.shared = false;
      return this.create();
    }
  }

  /** A block in the memory as it is, or else in a larger one; 0 where that cannot be. */
  private find(bytes: number): number {
    const { memory, allocator } = this;
    const address = allocator.allocate(bytes);
    if (address !== 0) return address;
    const pages = this.u8.length / PAGE;
    const needed = Math.ceil(allocator.missing(bytes) / PAGE);
    const room = this.maximumPages - pages;
    if (needed > room) return 0;
    const ample = Math.min(Math.max(needed, pages), room);
    return this.grow(memory, ample) || this.grow(memory, needed) ? allocator.allocate(bytes) : 0;
  }

  private grow(memory: WasmMemory, pages: number): boolean {
    const before = this.u8.length;
    try {
      memory.grow(pages);
    } catch {
      return false;
    }
    try {
      this.refresh(memory, memory.buffer.byteLength);
      return true;
    } catch {
      // The runtime has the memory, but no arrays that long: we do without it.
      this.maximumPages = before / PAGE;
      this.refresh(memory, before);
      return false;
    }
  }

  private refresh({ buffer }: WasmMemory, bytes: number): void {
    this.u8 = new Uint8Array(buffer, 0, bytes);
    this.f64 = new Float64Array(buffer, 0, bytes / 8);
    this.f32 = new Float32Array(buffer, 0, bytes / 4);
    this.i32 = new Int32Array(buffer, 0, bytes / 4);
    this.u32 = new Uint32Array(buffer, 0, bytes / 4);
    this.allocator.extend(bytes);
  }

  private write(array: TypedArray, dtype: DType, address: number): void {
    const [to, at] = [this.view(dtype), address / bytesOf(dtype)];
    if (array.length > FEW) to.set(array, at);
    else for (let i = 0; i < array.length; i++) to[at + i] = array[i];
  }

  private view(dtype: DType): TypedArray {
    switch (dtype) {
      case "float64":
        return this.f64;
      case "float32":
        return this.f32;
      case "int32":
        return this.i32;
      case "uint32":
        return this.u32;
      case "bool":
        return this.u8;
    }
  }

  private failToAllocate(op: string, bytes: number, most: number): never {
    fail("memory", { op, bytes, used: this.used, most });
  }
}
