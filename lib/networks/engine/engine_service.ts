import { instantiateOn } from "../../kernels/kernel.ts";
import module from "../../kernels/inference_module.js";
import type { LockstepService } from "../../parallel/lockstep.ts";
import type { EnginePlan } from "./engine_plan.ts";
import type { InferenceExports } from "./inference_kernel.ts";
import { networkProgram } from "./network_program.ts";

/** What each thread of an engine does: its rows of the network of the plan. */
export const engineService: LockstepService<EnginePlan> = (plan, lane) => {
  const { exports } = instantiateOn<InferenceExports>(module, plan.memory);
  return networkProgram(exports, plan, lane);
};
