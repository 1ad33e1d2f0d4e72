/** Divides what takes long among workers. Results do not depend on it: pieces are whole turns, or whole vectors, of what is independent. */
import type { Heap } from "../heap.ts";
import { now, type WasmInstance, type WasmModule } from "../platform.ts";
import { BOARD, MOST_PIECES, OWN, PIECE_BITS, type TaskMessage } from "./script.ts";
import { hasThreads, spawn, type Thread } from "./spawn.ts";

/** More never help: memory is slower than that. */
export const MOST_THREADS = 64;
/** Pieces for each thread, so that nobody waits long for a slow one. */
const PIECES = 4;
/** Milliseconds: a thread that waits looks up so often. */
const GLANCE = 50;
/** A worker has died if its piece takes longer than so many glances, each of them really waited for, … */
const PATIENCE = 20;
/** … and so many times longer than the caller's longest piece. */
const SLOWNESS = 50;
/** A kernel that failed in workers so often stays with the caller. */
const MOST_FAILURES = 3;
/** After so many workers that ended by themselves there will be no new ones. */
const MOST_DEATHS = 16;

/** Behind the name of a routine: its calls are divided among threads. */
export const DIVIDED = ":divided";

/** A function (…arguments, from, to) of a module. Repeating a range must do no harm: a kernel does not write what it reads. */
export interface Kernel {
  readonly module: WasmModule;
  /** Of the export. */
  readonly name: string;
  readonly call: (...args: number[]) => unknown;
  /** What the module imports of others, by the names of the imports. */
  readonly links: Links;
  /** How often it failed in a worker: host functions exist on the caller's thread only. */
  failures: number;
}

export type Links = ReadonlyMap<string, Kernel>;

const NO_LINKS: Links = /*@__PURE__*/ new Map();

export const kernelOf = (
  module: WasmModule,
  { exports }: WasmInstance,
  name: string,
  links: Links = NO_LINKS,
): Kernel => ({ module, name, call: exports[name], links, failures: 0 });

/** What of a task is to be divided. */
export interface Division {
  /** Indices 0 to size. */
  readonly size: number;
  /** Pieces begin at multiples of it. */
  readonly grain: number;
  /** An argument that is the address of working space; each worker gets its own. */
  readonly work?: { readonly place: number; readonly bytes: number };
}

interface Member {
  readonly thread: Thread;
  /** Address of its words. */
  readonly own: number;
  readonly knows: Set<number>;
  /** Its working space. */
  work: number;
  workBytes: number;
}

type Helpers = ReadonlyMap<Member, readonly number[]>;

export class Pool {
  private readonly heap: Heap;
  private wanted = 1;
  private members: Member[] = [];
  /** Words of the shared memory as it was when the last worker began. */
  private words: Int32Array = new Int32Array(0);
  /** Address. */
  private board = 0;
  private task = 0;
  private busy = false;
  private deaths = 0;
  private impossible = false;
  /** The first worker could not even start: a page's policy may forbid it. */
  private forbidden = false;
  private started = false;
  private canSleep: boolean | undefined;
  private readonly ids = new WeakMap<WasmModule, number>();
  private lastId = 0;
  private readonly registry: FinalizationRegistry<number> | undefined;

  constructor(heap: Heap) {
    this.heap = heap;
    if (typeof FinalizationRegistry !== "undefined") {
      this.registry = new FinalizationRegistry((id) => {
        for (const { thread, knows } of this.members) if (knows.delete(id)) thread.post({ kind: "forget", id });
      });
    }
  }

  /** How many threads compute, the caller's among them. */
  get threads(): number {
    return this.wanted === 1 || this.impossible || this.forbidden || !hasThreads() ? 1 : this.wanted;
  }

  /** Workers start when there is something to divide. */
  setThreads(count: number): void {
    this.wanted = count;
    this.deaths = 0;
    this.impossible = false;
    for (const member of this.members.slice(count - 1)) this.dismiss(member);
  }

  /** Workers that listen. */
  get listening(): number {
    return this.members.filter((member) => this.isReady(member)).length;
  }

  /** Computes the whole of a task; the workers that are there help. */
  run(kernel: Kernel, args: readonly number[], division: Division): void {
    const { size, grain } = division;
    if (this.wanted > 1 && !this.busy && size > grain && kernel.failures < MOST_FAILURES) {
      const helpers = this.helpersFor(args, division.work);
      if (helpers.size > 0) {
        this.started = true;
        this.divide(kernel, args, division, helpers);
        return;
      }
    }
    kernel.call(...args, 0, size);
  }

  // ---------------------------------------------------------------- a task

  /** Workers that listen, with their arguments; none where there is no room for what they need. */
  private helpersFor(args: readonly number[], work: Division["work"]): Helpers {
    const helpers = new Map<Member, readonly number[]>();
    try {
      if (this.members.length < this.wanted - 1) this.start();
      for (const member of this.members) {
        if (!this.isReady(member)) continue;
        helpers.set(member, work === undefined ? args : args.with(work.place, this.workOf(member, work.bytes)));
      }
    } catch {
      helpers.clear();
    }
    return helpers;
  }

  private divide(kernel: Kernel, args: readonly number[], { size, grain }: Division, helpers: Helpers): void {
    const members = [...helpers.keys()];
    const pieces = Math.min(PIECES * (members.length + 1), MOST_PIECES);
    const piece = grain * Math.ceil(size / grain / pieces);
    // Not 0, which stands for none; the word that holds it stays positive.
    const task = (this.task % (2 ** (31 - PIECE_BITS) - 1)) + 1;
    this.task = task;
    this.busy = true;
    const { words } = this;
    const next = this.board / 4 + BOARD.next;
    Atomics.store(words, next, task << PIECE_BITS);
    let longest = 0;
    try {
      for (const [member, own] of helpers) this.assign(member, kernel, { args: own, task, size, piece });
      for (let i = this.take(next); i * piece < size; i = this.take(next)) {
        const start = now();
        kernel.call(...args, i * piece, Math.min(size, (i + 1) * piece));
        Atomics.store(words, this.board / 4 + BOARD.done + i, task);
        longest = Math.max(longest, now() - start);
      }
    } finally {
      // Nobody takes a piece any more, also if a host function threw.
      Atomics.store(words, next, (task << PIECE_BITS) | (2 ** PIECE_BITS - 1));
      for (const member of members) this.await(member, task, longest);
      this.busy = false;
    }
    this.complete(kernel, args, { task, size, piece });
  }

  private assign(member: Member, kernel: Kernel, task: Omit<TaskMessage, "kind" | "id" | "name">): void {
    try {
      member.thread.post({ kind: "task", id: this.introduce(member, kernel), name: kernel.name, ...task });
    } catch {
      // A runtime that cannot send modules: who has no task takes no piece.
      this.impossible = true;
    }
  }

  /** Sends a worker the module of a kernel, behind those that it imports from, if it does not know it. */
  private introduce(member: Member, { module, links }: Kernel): number {
    const id = this.idOf(module);
    if (member.knows.has(id)) return id;
    const linked = [...links].map(([name, kernel]) => [name, this.introduce(member, kernel), kernel.name] as const);
    member.thread.post({ kind: "module", id, module, links: linked });
    member.knows.add(id);
    return id;
  }

  /** The next piece. */
  private take(next: number): number {
    return Atomics.add(this.words, next, 1) & (2 ** PIECE_BITS - 1);
  }

  /** Waits until a worker is through with its piece, or is dead. */
  private await(member: Member, task: number, longest: number): void {
    const { words } = this;
    const place = member.own / 4 + OWN.task;
    const patience = Math.max(PATIENCE, (SLOWNESS * longest) / GLANCE);
    for (let glances = 0; Atomics.load(words, place) === task; glances++) {
      if (glances > patience) {
        // Its memory is not touched again before it has really stopped.
        this.lose(member);
        member.thread.terminate();
        this.sleep(place, task);
        return;
      }
      this.sleep(place, task);
    }
  }

  /** Until a word has another value, but not for long. */
  private sleep(place: number, value: number): void {
    const { words } = this;
    this.canSleep ??= canSleep(words, place, value);
    if (this.canSleep) {
      Atomics.wait(words, place, value, GLANCE);
      return;
    }
    for (const end = now() + GLANCE; Atomics.load(words, place) === value && now() < end; );
  }

  /** Pieces that workers took and did not compute. */
  private complete(
    kernel: Kernel,
    args: readonly number[],
    { task, size, piece }: { task: number; size: number; piece: number },
  ): void {
    let failed = false;
    for (let i = 0, from = 0; from < size; i++, from += piece) {
      if (Atomics.load(this.words, this.board / 4 + BOARD.done + i) === task) continue;
      failed = true;
      kernel.call(...args, from, Math.min(size, from + piece));
    }
    if (failed) kernel.failures++;
  }

  // ---------------------------------------------------------------- workers

  private start(): void {
    if (this.impossible || this.forbidden) return;
    if (!hasThreads() || !this.heap.isShared) {
      this.impossible = true;
      return;
    }
    if (this.board === 0) this.board = this.cleared(4 * BOARD.length);
    while (this.members.length < this.wanted - 1) {
      const own = this.cleared(4 * OWN.length);
      const member: { is?: Member } = {};
      const thread = spawn(() => member.is !== undefined && this.bury(member.is));
      if (thread === undefined) {
        this.impossible = true;
        this.heap.free(own);
        return;
      }
      this.words = new Int32Array(this.heap.memory.buffer);
      member.is = { thread, own, knows: new Set(), work: 0, workBytes: 0 };
      this.members.push(member.is);
      thread.post({ kind: "memory", memory: this.heap.memory, board: this.board, own });
    }
  }

  /** A block of zeros. */
  private cleared(bytes: number): number {
    const address = this.heap.allocate(bytes);
    this.heap.u8.fill(0, address, address + bytes);
    return address;
  }

  private isReady({ own }: Member): boolean {
    return Atomics.load(this.words, own / 4 + OWN.ready) === 1;
  }

  private workOf(member: Member, bytes: number): number {
    if (member.workBytes < bytes) {
      if (member.work !== 0) this.heap.free(member.work);
      member.work = member.workBytes = 0;
      member.work = this.heap.allocate(bytes);
      member.workBytes = bytes;
    }
    return member.work;
  }

  private idOf(module: WasmModule): number {
    let id = this.ids.get(module);
    if (id === undefined) {
      this.ids.set(module, (id = ++this.lastId));
      this.registry?.register(module, id);
    }
    return id;
  }

  /** One that is not needed any more; it is not at work. Its few words stay its own: it may not have stopped yet. */
  private dismiss(member: Member): void {
    this.remove(member);
    member.thread.terminate();
    if (member.work !== 0) this.heap.free(member.work);
  }

  /** One that ended by itself. */
  private bury(member: Member): void {
    if (!this.members.includes(member)) return;
    if (!this.started && !this.isReady(member)) this.forbidden = true;
    this.lose(member);
  }

  /** Whose working space may still be written to. */
  private lose(member: Member): void {
    this.remove(member);
    if (++this.deaths > MOST_DEATHS) this.impossible = true;
  }

  private remove(member: Member): void {
    this.members = this.members.filter((other) => other !== member);
  }
}

/** A page's own thread may not sleep. */
function canSleep(words: Int32Array, place: number, value: number): boolean {
  try {
    Atomics.wait(words, place, value + 1, 0);
    return true;
  } catch {
    return false;
  }
}
