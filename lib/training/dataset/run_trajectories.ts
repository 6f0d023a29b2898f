import type { Resources } from "../../forcefields/force_field_spec.ts";
import { makeLattice } from "../../lattice/make_lattice.ts";
import { WorkerPool } from "../../parallel/worker_pool.ts";
import { readCheckpoint } from "../../quench/checkpoint.ts";
import type { QuenchConfig } from "../../quench/quench_config.ts";
import { RunDirectory } from "../../quench/run_directory.ts";
import { advanceTrajectory, type TrajectorySegment } from "./trajectory_segment.ts";

/** How trajectories are run; nothing in here changes their bits. */
export interface TrajectoryOptions {
  /** Threads, and what else may be used of the machine. */
  readonly resources: Resources;
  /** Go on also where this machine's arithmetic differs from that of a checkpoint. */
  readonly acceptOtherArithmetic: boolean;
  /** Seconds between checkpoints. */
  readonly checkpointSeconds: number;
  /** Ends the work after the stretches under way. */
  readonly signal: AbortSignal | undefined;
  /** Told that a trajectory has gone on by `steps` steps to step `step`. */
  readonly onAdvance: (config: QuenchConfig, step: number, steps: number) => void;
}

/** A trajectory to run, and how far its folder has come. */
export interface Trajectory {
  /** The whole run. */
  readonly config: QuenchConfig;
  /** Its folder. */
  readonly folder: string;
  /** Steps done. */
  readonly step: number;
}

/** Site forces of one stretch: a few seconds of work, after which Ctrl-C and progress are served. */
const SEGMENT_SITES = 2 ** 18;

/**
 * How far the run in a folder has come.
 *
 * @throws {FormatError} if its checkpoint is damaged
 */
export async function trajectoryIn(folder: string, config: QuenchConfig): Promise<Trajectory> {
  const directory = new RunDirectory(folder);
  if (!await directory.holdsCheckpoint()) return { config, folder, step: 0 };
  const { state } = await readCheckpoint(directory.checkpoint, makeLattice(config.lattice));
  return { config, folder, step: state.step };
}

/**
 * Runs trajectories to their ends, several at a time, each in a thread of its own: the forces of
 * one lattice gain less from a second thread than a second trajectory does. Threads beyond one a
 * trajectory share the forces.
 *
 * @returns whether all have ended; false if the signal stopped them
 */
export async function runTrajectories(
  trajectories: readonly Trajectory[],
  options: TrajectoryOptions,
): Promise<boolean> {
  const { resources: { workers, ...rest }, signal } = options;
  const open = trajectories.filter(({ step, config }) => step < config.steps);
  const lanes = Math.min(workers, open.length);
  if (lanes === 0) return true;
  const resources = { ...rest, workers: Math.floor(workers / lanes) };
  // The calling thread runs a single lane itself: workers need the right to read the library.
  const pool = lanes === 1 ? undefined : await WorkerPool.start<null, TrajectorySegment, number>(
    new URL("./trajectory_worker.ts", import.meta.url),
    lanes,
    null,
  );
  const advance = (lane: number, segment: TrajectorySegment) =>
    pool ? pool.send(lane, segment) : advanceTrajectory(segment);
  const failed = new AbortController();
  const stopped = () => signal?.aborted || failed.signal.aborted;
  let next = 0;
  let ended = 0;
  const runLane = async (lane: number) => {
    try {
      while (next < open.length && !stopped()) {
        const trajectory = open[next++];
        let { step } = trajectory;
        while (step < trajectory.config.steps && !stopped()) {
          const reached = await advance(lane, segmentOf(trajectory, step, resources, options));
          options.onAdvance(trajectory.config, reached, reached - step);
          step = reached;
        }
        if (step >= trajectory.config.steps) ended++;
      }
    } catch (error) {
      failed.abort();
      throw error;
    }
  };
  try {
    const lanesDone = Array.from({ length: lanes }, (_, lane) => runLane(lane));
    // All of them, also after a failure: a checkpoint under way is to reach the disk.
    await Promise.allSettled(lanesDone);
    await Promise.all(lanesDone);
  } finally {
    pool?.close();
  }
  return ended === open.length;
}

function segmentOf(
  { config, folder }: Trajectory,
  step: number,
  resources: Resources,
  { acceptOtherArithmetic, checkpointSeconds }: TrajectoryOptions,
): TrajectorySegment {
  const { width, height } = config.lattice;
  const length = Math.max(1, Math.floor(SEGMENT_SITES / (width * height)));
  const steps = Math.min(config.steps, step + length);
  return {
    config: { ...config, steps },
    folder,
    resources,
    acceptOtherArithmetic,
    checkpointSeconds,
  };
}
