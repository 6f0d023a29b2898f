import { CAVITY_CHANNELS_PER_POLE } from "../../electrons/cavity_embedding.ts";
import type { Lane } from "../../parallel/lockstep.ts";
import { BaselineRows } from "./baseline_rows.ts";
import type { EnginePlan } from "./engine_plan.ts";
import type { GnnPlan } from "./gnn_plan.ts";
import type { InferenceExports } from "./inference_kernel.ts";
import { rowsOf } from "./rows_of.ts";

/** One thread's part of computing a direct GNN: a strip of rows, layer by layer. */
export function gnnProgram(
  kernel: InferenceExports,
  plan: EnginePlan,
  network: GnnPlan,
  lane: Lane,
): () => void {
  const { width, height, field, values } = plan;
  const { features, channels, poles, shells, factor, activation, projected, zeros } = network;
  const [first, last] = rowsOf(lane, height);
  const scratch = network.scratch[lane.index];
  const baseline = plan.baseline === undefined
    ? undefined
    : new BaselineRows(kernel, plan, plan.baseline, lane, false);
  const fieldBytes = baseline === undefined ? 0 : kernel.fieldRowBytes();
  const density = baseline === undefined ? 0 : kernel.densityAddress();
  const isEmbedded = poles > 0;
  const base = plan.baseline?.added ? density : 0;
  const own = CAVITY_CHANNELS_PER_POLE * poles;

  // deno-fmt-ignore
  const takeFeatures = (pole: number) =>
    kernel.poleRows(
      first, last, width, height, kernel.featuresAddress(), fieldBytes,
      features, channels, CAVITY_CHANNELS_PER_POLE * pole,
    );

  return () => {
    if (baseline !== undefined) {
      baseline.load(first, last);
      lane.barrier();
      baseline.addPoles(first, last, takeFeatures);
    }
    // deno-fmt-ignore
    kernel.fieldRows(
      first, last, width, height, field, isEmbedded ? density : 0, fieldBytes,
      features, channels, own,
    );
    kernel.wrapRows(first, last, width, height, features, channels);
    lane.barrier();
    network.passes.forEach((pass, p) => {
      for (const layer of pass.layers) {
        // deno-fmt-ignore
        kernel.layerRows(
          first, last, width, height, layer.source, layer.channels, shells, factor,
          layer.panels, layer.bias, activation, layer.target, layer.width, scratch,
        );
        lane.barrier();
      }
      // deno-fmt-ignore
      kernel.projectRows(
        first, last, width, height, pass.source, pass.channels, pass.panel, zeros,
        projected, scratch,
      );
      lane.barrier();
      // deno-fmt-ignore
      kernel.readoutRows(
        first, last, width, height, projected, shells, factor, pass.bias, pass.scale,
        p === 0 ? base : 0, fieldBytes, p > 0, values,
      );
      if (p + 1 < network.passes.length) lane.barrier();
    });
  };
}
