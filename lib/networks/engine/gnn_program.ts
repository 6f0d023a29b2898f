import { CAVITY_CHANNELS_PER_POLE } from "../../electrons/cavity_embedding.ts";
import type { Lane } from "../../parallel/lockstep.ts";
import { BaselineRows } from "./baseline_rows.ts";
import type { EnginePlan } from "./engine_plan.ts";
import type { GnnPlan } from "./gnn_plan.ts";
import type { InferenceExports } from "./inference_kernel.ts";
import { shareRows } from "./rows_of.ts";

/** One thread's part of computing a direct GNN: layer by layer, some rows at a time. */
export function gnnProgram(
  kernel: InferenceExports,
  plan: EnginePlan,
  network: GnnPlan,
  lane: Lane,
): () => void {
  const { width, height, field, values } = plan;
  const { features, channels, poles, shells, factor, activation, projected, zeros } = network;
  const scratch = network.scratch[lane.index];
  const baseline = plan.baseline === undefined
    ? undefined
    : new BaselineRows(kernel, plan, plan.baseline, lane, false);
  const fieldBytes = baseline === undefined ? 0 : kernel.fieldRowBytes();
  const density = baseline === undefined ? 0 : kernel.densityAddress();
  const base = plan.baseline?.added ? density : 0;
  const own = CAVITY_CHANNELS_PER_POLE * poles;

  const load = (first: number, last: number) => baseline?.load(first, last);

  const start = (first: number, last: number) => {
    baseline?.sumPoles(first, last);
    for (let pole = 0; pole < poles; pole++) {
      // deno-fmt-ignore
      kernel.poleRows(
        first, last, width, height, kernel.greenAddress(pole), fieldBytes,
        features, channels, CAVITY_CHANNELS_PER_POLE * pole,
      );
    }
    // deno-fmt-ignore
    kernel.fieldRows(
      first, last, width, height, field, poles > 0 ? density : 0, fieldBytes,
      features, channels, own,
    );
    kernel.wrapRows(first, last, width, height, features, channels);
  };

  // deno-fmt-ignore
  const layers = network.passes.map((pass) =>
    pass.layers.map((layer) => (first: number, last: number) =>
      kernel.layerRows(
        first, last, width, height, layer.source, layer.channels, shells, factor,
        layer.panels, layer.bias, activation, layer.target, layer.width, scratch,
      )
    )
  );

  // deno-fmt-ignore
  const project = network.passes.map((pass) => (first: number, last: number) =>
    kernel.projectRows(
      first, last, width, height, pass.source, pass.channels, pass.panel, zeros, projected, scratch,
    )
  );

  // deno-fmt-ignore
  const readOut = network.passes.map((pass, p) => (first: number, last: number) =>
    kernel.readoutRows(
      first, last, width, height, projected, shells, factor, pass.bias, pass.scale,
      p === 0 ? base : 0, fieldBytes, p > 0, values,
    )
  );

  return () => {
    if (baseline !== undefined) {
      shareRows(lane, height, load);
      baseline.sharePoles();
    }
    shareRows(lane, height, start);
    for (let p = 0; p < network.passes.length; p++) {
      for (const layer of layers[p]) shareRows(lane, height, layer);
      shareRows(lane, height, project[p]);
      shareRows(lane, height, readOut[p]);
    }
  };
}
