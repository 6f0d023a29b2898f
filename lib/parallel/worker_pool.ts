import { fromPlainError, type PlainError } from "../errors.ts";
import { cannotStart, startWorker } from "./start_worker.ts";

/** A message from the pool to one of its workers. */
export type PoolMessage<Setup, Request> =
  | { readonly kind: "setup"; readonly setup: Setup }
  | { readonly kind: "request"; readonly id: number; readonly request: Request };

/**
 * A worker's answer: that it is ready, how far it is with a request, a reply, or an error by its
 * name and message.
 */
export type PoolAnswer<Reply, Progress = never> =
  | { readonly kind: "ready" }
  | { readonly kind: "progress"; readonly id: number; readonly progress: Progress }
  | { readonly kind: "reply"; readonly id: number; readonly reply: Reply }
  | { readonly kind: "error"; readonly id: number; readonly error: PlainError };

interface Pending<Reply, Progress> {
  resolve(reply: Reply): void;
  reject(error: Error): void;
  readonly onProgress: ((progress: Progress) => void) | undefined;
}

/**
 * A fixed team of Workers that all run the same module, set up once and then sent requests. The
 * module calls `serve` (serve.ts). Which worker answers a request never shows in the reply, so
 * results do not depend on the size of the team.
 */
export class WorkerPool<Setup, Request, Reply, Progress = never> {
  /** Number of workers. */
  readonly size: number;
  #workers: Worker[];
  #pending = new Map<number, Pending<Reply, Progress>>();
  #nextId = 0;
  #failure: Error | undefined;

  private constructor(workers: Worker[]) {
    this.#workers = workers;
    this.size = workers.length;
    for (const worker of workers) {
      worker.onmessage = ({ data }: MessageEvent<PoolAnswer<Reply, Progress>>) =>
        this.#settle(data);
      worker.onerror = (event) => {
        event.preventDefault();
        this.#fail(new Error(event.message));
      };
    }
  }

  /**
   * Starts `size` workers of the module at `url` and waits until each has done its setup.
   *
   * @throws {UnavailableError} if a worker cannot start, say for want of read permission on `url`
   * @throws whatever the setup throws, as it would in the calling thread
   */
  static async start<Setup, Request, Reply, Progress = never>(
    url: URL,
    size: number,
    setup: Setup,
  ): Promise<WorkerPool<Setup, Request, Reply, Progress>> {
    const workers: Worker[] = [];
    try {
      for (let w = 0; w < size; w++) workers.push(startWorker(url));
      await Promise.all(workers.map((worker) => setUp(worker, setup)));
    } catch (error) {
      for (const worker of workers) worker.terminate();
      throw error;
    }
    return new WorkerPool(workers);
  }

  /**
   * Sends a request to worker number `worker` and returns its reply. What the worker reports on the
   * way is told to `onProgress`, which must not throw, all of it before the reply.
   */
  send(
    worker: number,
    request: Request,
    onProgress?: (progress: Progress) => void,
  ): Promise<Reply> {
    if (this.#failure) return Promise.reject(this.#failure);
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject, onProgress });
      this.#workers[worker].postMessage(
        { kind: "request", id, request } satisfies PoolMessage<Setup, Request>,
      );
    });
  }

  /**
   * Replies to all requests, in their order; each worker takes the next one as it gets free.
   *
   * @throws what the first request that fails throws: first in the list, not in time, so that the
   *   error too is the same for any number of workers
   */
  async map(requests: readonly Request[], onReply?: (done: number) => void): Promise<Reply[]> {
    const replies = new Array<Reply>(requests.length);
    const failures = new Map<number, unknown>();
    let next = 0;
    let done = 0;
    const drain = async (worker: number) => {
      while (next < requests.length && failures.size === 0) {
        const index = next++;
        try {
          replies[index] = await this.send(worker, requests[index]);
        } catch (error) {
          failures.set(index, error);
          return;
        }
        onReply?.(++done);
      }
    };
    await Promise.all(this.#workers.map((_, worker) => drain(worker)));
    if (failures.size > 0) throw failures.get(Math.min(...failures.keys()));
    return replies;
  }

  /** Stops all workers; requests under way are rejected. */
  close(): void {
    for (const worker of this.#workers) worker.terminate();
    this.#fail(new Error("the worker pool was closed"));
  }

  #settle(answer: PoolAnswer<Reply, Progress>): void {
    if (answer.kind === "ready") return;
    const pending = this.#pending.get(answer.id);
    if (answer.kind === "progress") return pending?.onProgress?.(answer.progress);
    this.#pending.delete(answer.id);
    if (answer.kind === "reply") pending?.resolve(answer.reply);
    else pending?.reject(fromPlainError(answer.error));
  }

  #fail(error: Error): void {
    this.#failure = error;
    for (const { reject } of this.#pending.values()) reject(error);
    this.#pending.clear();
  }
}

function setUp<Setup>(worker: Worker, setup: Setup): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<PoolAnswer<never>>) => {
      if (data.kind === "error") reject(fromPlainError(data.error));
      else resolve();
    };
    worker.onerror = (event) => {
      event.preventDefault();
      reject(cannotStart(event.message));
    };
    worker.postMessage({ kind: "setup", setup } satisfies PoolMessage<Setup, never>);
  });
}
