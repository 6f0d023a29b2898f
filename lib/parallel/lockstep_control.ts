import { fromPlainError, toPlainError, UnavailableError } from "../errors.ts";

/** A thread of a team, as the work that it does sees it. */
export interface Lane {
  /** Number of the thread, from 0: the one that called. */
  readonly index: number;
  /** Number of threads. */
  readonly count: number;
  /**
   * Returns once all threads have called it: what they wrote before is seen by all after.
   *
   * @throws {LaneStopped} if another thread failed
   */
  barrier(): void;
  /**
   * Works off tasks 0 … `tasks` - 1 together: each thread takes those of its own part one after the
   * other, the same part every time, and then what is left of the others'. All return once all are
   * done.
   *
   * @throws {LaneStopped} if another thread failed
   */
  share(tasks: number, work: (task: number) => void): void;
}

/** Another thread failed: the team's call throws what that one threw. */
export class LaneStopped extends Error {}

/** Words of the shared block: counters first, then the text of an error. */
const ROUND = 0, JOB = 1, ARRIVED = 2, PHASE = 3, STATE = 4, ERROR_LENGTH = 5;
const ERROR_AT = 64, ERROR_BYTES = 6144;
/** After them a word for each thread, of its own cache line: how many of its tasks were taken. */
const TAKEN_AT = ERROR_AT + ERROR_BYTES, TAKEN_BYTES = 64;
const RUNNING = 0, FAILED = 1, CLOSED = 2;

/**
 * Looks at a word before a thread goes to sleep, a fraction of a millisecond: a thread that is woken
 * again and again ends up on the processor of the one that wakes it, and the two take turns. Where
 * threads are more than processors, looking takes their time.
 */
const SPINS = 100_000, SPINS_IN_A_CROWD = 1000;

/** The shared words by which the threads of a team find together. */
export class Control {
  readonly #words: Int32Array;
  readonly #shared: SharedArrayBuffer;
  readonly #count: number;
  readonly #spins: number;

  constructor(shared: SharedArrayBuffer, count: number) {
    this.#spins = count > navigator.hardwareConcurrency ? SPINS_IN_A_CROWD : SPINS;
    this.#shared = shared;
    this.#words = new Int32Array(shared, 0, ERROR_AT / 4);
    this.#count = count;
  }

  lane(index: number): Lane {
    const taken = new Int32Array(this.#shared, TAKEN_AT);
    const wordOf = (thread: number) => TAKEN_BYTES / 4 * thread;
    // By thread, what was taken of its tasks before the present ones: the same for all who look.
    const before = new Int32Array(this.#count);
    return {
      index,
      count: this.#count,
      barrier: () => this.barrier(),
      share: (tasks, work) => {
        for (let turn = 0; turn < this.#count; turn++) {
          const thread = (index + turn) % this.#count;
          const first = Math.floor(thread * tasks / this.#count);
          const own = Math.floor((thread + 1) * tasks / this.#count) - first;
          for (;;) {
            // Of 32 bits: the counter may run over.
            const task = (Atomics.add(taken, wordOf(thread), 1) - before[thread]) | 0;
            if (task >= own) break;
            work(first + task);
          }
          // Every thread has asked once in vain.
          before[thread] += own + this.#count;
        }
        this.barrier();
      },
    };
  }

  /** Lets the workers begin a job. */
  begin(job: number): void {
    const state = Atomics.load(this.#words, STATE);
    if (state !== RUNNING) throw new UnavailableError("The team of threads was closed, or failed");
    Atomics.store(this.#words, JOB, job);
    Atomics.add(this.#words, ROUND, 1);
    Atomics.notify(this.#words, ROUND);
  }

  /** A worker's life: job after job until the team is closed. */
  serve(work: (job: number) => void): void {
    let round = 0;
    for (;;) {
      this.#untilChanged(ROUND, round);
      if (Atomics.load(this.#words, STATE) !== RUNNING) return;
      round++;
      const failed = this.guarded(() => {
        work(Atomics.load(this.#words, JOB));
        this.barrier();
      });
      if (failed) return;
    }
  }

  /** Runs a part of a job; what it throws stops the other threads. Returns whether it failed. */
  guarded(part: () => void): boolean {
    try {
      part();
      return false;
    } catch (error) {
      this.#fail(error);
      return true;
    }
  }

  barrier(): void {
    if (this.#count === 1) return;
    const phase = Atomics.load(this.#words, PHASE);
    // Who fails says so first and then moves the phase on: one of the two is seen here.
    this.#throwIfStopped();
    if (Atomics.add(this.#words, ARRIVED, 1) === this.#count - 1) {
      Atomics.store(this.#words, ARRIVED, 0);
      Atomics.add(this.#words, PHASE, 1);
      Atomics.notify(this.#words, PHASE);
    } else {
      this.#untilChanged(PHASE, phase);
    }
    this.#throwIfStopped();
  }

  /** Throws what the first thread that failed threw. */
  throwFailure(): never {
    // Another thread may have failed first and be writing still.
    this.#untilChanged(STATE, RUNNING);
    const length = Atomics.load(this.#words, ERROR_LENGTH);
    const text = new Uint8Array(this.#shared, ERROR_AT, length).slice();
    throw fromPlainError(JSON.parse(new TextDecoder().decode(text)));
  }

  close(): void {
    Atomics.compareExchange(this.#words, STATE, RUNNING, CLOSED);
    this.#wakeAll();
  }

  #fail(error: unknown): void {
    if (error instanceof LaneStopped) return;
    const { name, message } = toPlainError(error);
    const text = new TextEncoder().encode(JSON.stringify({ name, message: message.slice(0, 900) }));
    // The first to fail tells why.
    if (Atomics.compareExchange(this.#words, ERROR_LENGTH, 0, text.length) !== 0) return;
    new Uint8Array(this.#shared, ERROR_AT, ERROR_BYTES).set(text);
    Atomics.store(this.#words, STATE, FAILED);
    Atomics.notify(this.#words, STATE);
    this.#wakeAll();
  }

  #throwIfStopped(): void {
    if (Atomics.load(this.#words, STATE) !== RUNNING) throw new LaneStopped();
  }

  #wakeAll(): void {
    for (const word of [ROUND, PHASE]) {
      Atomics.add(this.#words, word, 1);
      Atomics.notify(this.#words, word);
    }
  }

  #untilChanged(word: number, value: number): void {
    for (let spin = 0; spin < this.#spins; spin++) {
      if (Atomics.load(this.#words, word) !== value) return;
    }
    while (Atomics.load(this.#words, word) === value) Atomics.wait(this.#words, word, value);
  }
}

/** The block of memory that so many threads share. */
export function sharedBlock(count: number): SharedArrayBuffer {
  return new SharedArrayBuffer(TAKEN_AT + TAKEN_BYTES * count);
}
