import { fromPlainError, type PlainError, toPlainError } from "../errors.ts";
import { Control, type Lane, sharedBlock } from "./lockstep_control.ts";
import { cannotStart, startWorker } from "./start_worker.ts";

export type { Lane } from "./lockstep_control.ts";

/** What every thread does, set up once: all threads run each job together, with the same barriers. */
export type LockstepService<Setup> = (setup: Setup, lane: Lane) => (job: number) => void;

/** What the pool sends to a worker at its start. */
interface Start<Setup> {
  readonly setup: Setup;
  readonly shared: SharedArrayBuffer;
  readonly index: number;
  readonly count: number;
}

/** A worker's answer: that it is set up, or why not. */
interface Ready {
  readonly error?: PlainError;
}

/**
 * Threads that work on one thing in lockstep over shared memory: the calling thread and `count - 1`
 * workers. A job starts and ends within some ten microseconds, which messages to workers would not
 * do; the caller waits for it. What is computed does not depend on the number of threads as long as
 * each writes parts of its own between barriers.
 */
export class LockstepTeam {
  /** Number of threads, that of the caller included. */
  readonly count: number;
  readonly #control: Control;
  readonly #workers: readonly Worker[];
  readonly #work: (job: number) => void;

  private constructor(control: Control, workers: readonly Worker[], work: (job: number) => void) {
    this.count = workers.length + 1;
    this.#control = control;
    this.#workers = workers;
    this.#work = work;
  }

  /**
   * Starts the workers and waits until each has been set up. One thread starts none, and needs no
   * permission.
   *
   * @param url of the module that calls `serveLockstep` with the same service
   * @param setup structured-cloned to each worker; shared memories stay shared
   * @throws {UnavailableError} if a worker cannot start
   * @throws whatever the service's setup throws
   */
  static async start<Setup>(
    url: URL,
    service: LockstepService<Setup>,
    count: number,
    setup: Setup,
  ): Promise<LockstepTeam> {
    const shared = sharedBlock(count);
    const control = new Control(shared, count);
    const work = service(setup, control.lane(0));
    const workers: Worker[] = [];
    try {
      for (let index = 1; index < count; index++) workers.push(startWorker(url));
      await Promise.all(workers.map((worker, w) => {
        const start: Start<Setup> = { setup, shared, index: w + 1, count };
        return untilReady(worker, start);
      }));
    } catch (error) {
      control.close();
      for (const worker of workers) worker.terminate();
      throw error;
    }
    return new LockstepTeam(control, workers, work);
  }

  /**
   * Runs a job on all threads and returns when all are done.
   *
   * @throws whatever the first thread that failed threw; the team is then of no further use
   */
  run(job: number): void {
    this.#control.begin(job);
    const failed = this.#control.guarded(() => {
      this.#work(job);
      this.#control.barrier();
    });
    if (failed) this.#control.throwFailure();
  }

  /** Ends the workers. */
  close(): void {
    this.#control.close();
    // They leave their wait, and can be ended.
    for (const worker of this.#workers) worker.terminate();
  }
}

/** Makes the module that calls it a worker of a `LockstepTeam`. */
export function serveLockstep<Setup>(service: LockstepService<Setup>): void {
  const scope = self as unknown as {
    onmessage: ((event: MessageEvent<Start<Setup>>) => void) | null;
    postMessage(message: unknown): void;
  };
  scope.onmessage = ({ data: { setup, shared, index, count } }) => {
    const control = new Control(shared, count);
    try {
      const work = service(setup, control.lane(index));
      scope.postMessage({} satisfies Ready);
      control.serve(work);
    } catch (error) {
      scope.postMessage({ error: toPlainError(error) } satisfies Ready);
    }
  };
}

function untilReady<Setup>(worker: Worker, start: Start<Setup>): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data: { error } }: MessageEvent<Ready>) => {
      if (error === undefined) resolve();
      else reject(fromPlainError(error));
    };
    worker.onerror = (event) => {
      event.preventDefault();
      reject(cannotStart(event.message));
    };
    worker.postMessage(start);
  });
}
