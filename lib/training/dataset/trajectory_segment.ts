import type { Resources } from "../../forcefields/force_field_spec.ts";
import type { QuenchConfig } from "../../quench/quench_config.ts";
import { runQuench } from "../../quench/run_quench.ts";

/** A stretch of a trajectory, from wherever its folder stands to the configuration's last step. */
export interface TrajectorySegment {
  /** The run, `steps` being the end of the stretch. */
  readonly config: QuenchConfig;
  /** Folder of the run. */
  readonly folder: string;
  /** What may be used of the machine. */
  readonly resources: Resources;
  /** Go on also where this machine's arithmetic differs from that of the checkpoint. */
  readonly acceptOtherArithmetic: boolean;
  /** Seconds between checkpoints within the stretch. */
  readonly checkpointSeconds: number;
}

/** Runs a stretch and returns the step reached. A run extended is, bit for bit, one run. */
export async function advanceTrajectory(
  { config, folder, ...options }: TrajectorySegment,
): Promise<number> {
  const { step } = await runQuench(config, folder, { ...options, resume: true });
  return step;
}
