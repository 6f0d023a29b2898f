import { DESCRIPTOR_SIZE, ENVIRONMENT_REACH } from "../../descriptor/environment.ts";
import type { Lane } from "../../parallel/lockstep.ts";
import { BaselineRows } from "./baseline_rows.ts";
import type { EnginePlan } from "./engine_plan.ts";
import { blockOf, type InferenceExports } from "./inference_kernel.ts";
import type { MlpPlan } from "./mlp_plan.ts";
import { rowsOf } from "./rows_of.ts";

/**
 * One thread's part of computing a descriptor MLP: a strip of rows, described a few at a time, whose
 * sites go through all layers in small blocks.
 */
export function mlpProgram(
  kernel: InferenceExports,
  plan: EnginePlan,
  network: MlpPlan,
  lane: Lane,
): () => void {
  const { width, height, field, values } = plan;
  const { form, layers, scale } = network;
  const [first, last] = rowsOf(lane, height);
  const thread = network.threads[lane.index];
  const baseline = plan.baseline === undefined
    ? undefined
    : new BaselineRows(kernel, plan, plan.baseline, lane, false);
  const fieldBytes = baseline === undefined ? 0 : kernel.fieldRowBytes();
  const density = baseline === undefined ? 0 : kernel.densityAddress();
  const stride = width + 2 * ENVIRONMENT_REACH;
  const columns = layers[layers.length - 1].columns;

  /** All layers for sites `site` … `site + sites - 1` of those described. */
  const throughLayers = (site: number, sites: number) => {
    let source = thread.features + 4 * DESCRIPTOR_SIZE * site;
    for (let l = 0; l < layers.length; l++) {
      const { depth, panels, bias, activation } = layers[l];
      const target = l + 1 < layers.length
        ? thread.layers[l % 2]
        : thread.answers + 4 * columns * site;
      // deno-fmt-ignore
      kernel.layerSites(
        sites, source, depth, panels, bias, activation, target, layers[l].columns, thread.scratch,
      );
      source = target;
    }
  };

  return () => {
    if (baseline !== undefined) {
      baseline.load(first, last);
      lane.barrier();
      baseline.addPoles(first, last);
    }
    kernel.padRows(first, last, width, height, field, thread.field);
    for (let row = first; row < last; row += network.rows) {
      const rows = Math.min(network.rows, last - row);
      // deno-fmt-ignore
      kernel.describeRows(
        form, true, thread.field + 8 * stride * (row - first), stride, width, rows,
        thread.descriptor, thread.features,
      );
      const count = rows * width, block = blockOf(count);
      for (let site = 0; site < count; site += block) {
        throughLayers(site, Math.min(block, count - site));
      }
      // deno-fmt-ignore
      kernel.answerRows(
        row, row + rows, width, thread.answers, columns, scale, density, fieldBytes, false, values,
      );
    }
  };
}
