import type { Lane } from "../../parallel/lockstep.ts";
import { energyGnnProgram } from "./energy_gnn_program.ts";
import type { EnginePlan } from "./engine_plan.ts";
import { gnnProgram } from "./gnn_program.ts";
import type { InferenceExports } from "./inference_kernel.ts";
import { mlpProgram } from "./mlp_program.ts";

/** One thread's part of computing the network of a plan. */
export function networkProgram(
  kernel: InferenceExports,
  plan: EnginePlan,
  lane: Lane,
): () => void {
  const { network } = plan;
  switch (network.model) {
    case "mlp":
      return mlpProgram(kernel, plan, network, lane);
    case "gnn":
      return gnnProgram(kernel, plan, network, lane);
    case "energy-gnn":
      return energyGnnProgram(kernel, plan, network, lane);
  }
}
