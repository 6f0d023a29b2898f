import { WorkerPool } from "../../parallel/worker_pool.ts";
import {
  type ShardAnswer,
  ShardComputer,
  type ShardSetup,
  type ShardTask,
} from "./shard_computer.ts";

/** Does the tasks of a training: in the calling thread, or in several workers on shared memory. */
export class ShardTeam {
  readonly #local: ShardComputer | undefined;
  readonly #pool: WorkerPool<ShardSetup, ShardTask, ShardAnswer> | undefined;

  private constructor(
    local: ShardComputer | undefined,
    pool: WorkerPool<ShardSetup, ShardTask, ShardAnswer> | undefined,
  ) {
    this.#local = local;
    this.#pool = pool;
  }

  /**
   * Starts `workers` threads, or none for one.
   *
   * @throws {UnavailableError} if workers cannot start
   */
  static async start(setup: ShardSetup, workers: number): Promise<ShardTeam> {
    if (workers <= 1) return new ShardTeam(new ShardComputer(setup), undefined);
    const url = new URL("./shard_worker.ts", import.meta.url);
    return new ShardTeam(undefined, await WorkerPool.start(url, workers, setup));
  }

  /** The answers to all tasks, in their order. */
  async answer(tasks: readonly ShardTask[]): Promise<ShardAnswer[]> {
    if (this.#pool) return await this.#pool.map(tasks);
    const answers: ShardAnswer[] = [];
    for (const task of tasks) answers.push(await this.#local!.answer(task));
    return answers;
  }

  /** Ends the workers. */
  close(): void {
    this.#pool?.close();
  }
}
