import { serve } from "../parallel/serve.ts";
import { readSignal, type SharedSignal } from "../parallel/shared_signal.ts";
import { listenerOf, type TrajectoryEvent, type TrajectoryRequest } from "./trajectory_protocol.ts";
import { runQuench, type TrajectoryOutcome } from "./run_quench.ts";

serve<SharedSignal, TrajectoryRequest, TrajectoryOutcome, TrajectoryEvent>((shared) => {
  const signal = readSignal(shared);
  return Promise.resolve(async ({ config, folder, options }, report) => {
    const listener = listenerOf(report);
    const { status, step } = await runQuench(config, folder, { ...options, ...listener, signal });
    return { status, step };
  });
});
