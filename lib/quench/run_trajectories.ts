import { WorkerPool } from "../parallel/worker_pool.ts";
import { type SharedSignal, shareSignal } from "../parallel/shared_signal.ts";
import {
  type QuenchListener,
  type QuenchRunOptions,
  runQuench,
  type TrajectoryOutcome,
} from "./run_quench.ts";
import type { Trajectory } from "./trajectory.ts";
import { tell, type TrajectoryEvent, type TrajectoryRequest } from "./trajectory_protocol.ts";

/** Runs one trajectory to its end, or until the signal stops it, and tells a listener of it. */
export type RunTrajectory = (listener: QuenchListener) => Promise<TrajectoryOutcome>;

/** How trajectories are run; nothing in here changes their bits. */
export interface TrajectoryOptions
  extends Omit<QuenchRunOptions, keyof QuenchListener | "resume" | "signal"> {
  /** Ends every trajectory after its present step, with a checkpoint. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Called in place of the run of each trajectory, in the calling thread, to do something before or
   * after: it calls `run`, with what is to hear of the run, and returns what that returns.
   */
  readonly around?: (trajectory: Trajectory, run: RunTrajectory) => Promise<TrajectoryOutcome>;
}

/** How a trajectory ended; `pending` if the signal came before it was begun. */
export type TrajectoryResult =
  | TrajectoryOutcome
  | { readonly status: "pending"; readonly step: number }
  | { readonly status: "failed"; readonly step: number; readonly error: unknown };

/**
 * Runs trajectories from wherever their folders stand to their ends, several at a time, each in a
 * thread of its own: the forces of one lattice gain less from a second thread than a second
 * trajectory does. Threads beyond one a trajectory share the forces. One that fails does not stop
 * the others.
 *
 * @returns how each ended, in their order
 * @throws {UnavailableError} if the workers cannot start
 */
export async function runTrajectories(
  trajectories: readonly Trajectory[],
  options: TrajectoryOptions,
): Promise<TrajectoryResult[]> {
  const { resources: { workers, ...rest }, signal, around = (_, run) => run({}), ...plain } =
    options;
  const results = trajectories.map(({ step, config }): TrajectoryResult => (
    { status: step < config.steps ? "pending" : "finished", step }
  ));
  const open = [...trajectories.keys()].filter((t) => results[t].status === "pending");
  const lanes = Math.min(workers, open.length);
  if (lanes === 0) return results;
  const runOptions: TrajectoryRequest["options"] = {
    ...plain,
    resources: { ...rest, workers: Math.floor(workers / lanes) },
    resume: true,
  };
  // The calling thread runs a single lane itself: workers need the right to read the library.
  const pool = lanes === 1 ? undefined : await startPool(lanes, signal);
  const run = ({ config, folder }: Trajectory, lane: number): RunTrajectory => async (listener) => {
    if (pool) return await runIn(pool, lane, { config, folder, options: runOptions }, listener);
    return await runQuench(config, folder, {
      ...runOptions,
      ...listener,
      ...(signal && { signal }),
    });
  };
  const queue = open.values();
  const runLane = async (lane: number) => {
    for (const t of queue) {
      if (signal?.aborted) return;
      const trajectory = trajectories[t];
      try {
        results[t] = await around(trajectory, run(trajectory, lane));
      } catch (error) {
        results[t] = { status: "failed", step: trajectory.step, error };
      }
    }
  };
  try {
    await Promise.all(Array.from({ length: lanes }, (_, lane) => runLane(lane)));
  } finally {
    pool?.close();
  }
  return results;
}

type TrajectoryPool = WorkerPool<
  SharedSignal,
  TrajectoryRequest,
  TrajectoryOutcome,
  TrajectoryEvent
>;

function startPool(lanes: number, signal: AbortSignal | undefined): Promise<TrajectoryPool> {
  const url = new URL("./trajectory_worker.ts", import.meta.url);
  return WorkerPool.start(url, lanes, shareSignal(signal));
}

async function runIn(
  pool: TrajectoryPool,
  lane: number,
  request: TrajectoryRequest,
  listener: QuenchListener,
): Promise<TrajectoryOutcome> {
  // One after the other, as the calling thread would tell them.
  let told = Promise.resolve();
  const outcome = await pool.send(lane, request, (event) => {
    told = told.then(() => tell(listener, event));
    // It is awaited below, after the run; until then nobody listens.
    told.catch(() => {});
  });
  await told;
  return outcome;
}
