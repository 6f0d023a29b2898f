import type { Lane } from "../../parallel/lockstep.ts";
import { LAYER_NORM_EPSILON } from "../layer_norm.ts";
import { BaselineRows } from "./baseline_rows.ts";
import type { EnergyBlockPlan, EnergyGnnPlan, EnergyPass } from "./energy_gnn_plan.ts";
import type { EnginePlan } from "./engine_plan.ts";
import type { InferenceExports } from "./inference_kernel.ts";
import { rowsOf } from "./rows_of.ts";

/**
 * One thread's part of computing an energy network and its gradient: a strip of rows, forward block
 * by block and the same way back. What is of a site alone is done row by row, while it is at hand.
 */
export function energyGnnProgram(
  kernel: InferenceExports,
  plan: EnginePlan,
  network: EnergyGnnPlan,
  lane: Lane,
): () => void {
  const { width, height, field, values } = plan;
  const { blocks, readout, factor, activation, energies, zeros } = network;
  const [first, last] = rowsOf(lane, height);
  const scratch = network.scratch[lane.index];
  const baseline = plan.baseline === undefined
    ? undefined
    : new BaselineRows(kernel, plan, plan.baseline, lane, true);
  const fieldBytes = baseline === undefined ? 0 : kernel.fieldRowBytes();
  const density = baseline === undefined ? 0 : kernel.densityAddress();
  const top = blocks[blocks.length - 1];

  // deno-fmt-ignore
  const hidden = (block: EnergyBlockPlan, from: number, to: number) =>
    kernel.hiddenRows(
      from, to, width, height, block.source, block.channels, block.hiddenPanels, block.hiddenBias,
      activation, block.hidden, block.hiddenSlopes, 2 * block.half, scratch,
    );

  // deno-fmt-ignore
  const update = (block: EnergyBlockPlan, row: number) =>
    kernel.updateRows(
      row, row + 1, width, height, block.hidden, block.half, factor, block.source, block.channels,
      block.panels, block.bias, block.residual, block.residualBias, block.gain, block.features,
      LAYER_NORM_EPSILON, activation, block.normals, block.slopes, block.target, scratch,
    );

  // deno-fmt-ignore
  const energy = ({ energyScale }: EnergyPass, added: boolean, row: number) =>
    kernel.energyRows(
      row, row + 1, width, top.target, top.half, readout.panels, readout.bias, activation,
      readout.weights, readout.width2, readout.residual, readout.back, energyScale, energies,
      added, scratch,
    );

  // deno-fmt-ignore
  const normaliseSlope = (block: EnergyBlockPlan, row: number) =>
    kernel.normaliseSlopeRows(
      row, row + 1, width, height, block.target, block.features, block.half, block.gain,
      block.normals, block.slopes, block.gradients,
    );

  // deno-fmt-ignore
  const gradient = (block: EnergyBlockPlan, row: number) =>
    kernel.gradientRows(
      row, row + 1, width, height, block.gradients, block.half, factor, block.target,
      block.hiddenSlopes, block.own, block.neighbours, block.back, zeros, block.source,
      block.gradientChannels, scratch,
    );

  // deno-fmt-ignore
  const answer = ({ forceScale }: EnergyPass, added: boolean, row: number) => {
    const { source, gradientChannels: channels } = blocks[0];
    kernel.answerRows(
      row, row + 1, width, source + 4 * row * width * channels, channels, forceScale,
      added ? 0 : density, fieldBytes, added, values,
    );
  };

  const run = (pass: EnergyPass, added: boolean) => {
    kernel.scaleRows(first, last, width, field, pass.factor, pass.offset, blocks[0].source);
    hidden(blocks[0], first, last);
    lane.barrier();
    for (let l = 0; l < blocks.length; l++) {
      for (let row = first; row < last; row++) {
        update(blocks[l], row);
        if (l + 1 < blocks.length) {
          hidden(blocks[l + 1], row, row + 1);
        } else {
          energy(pass, added, row);
          normaliseSlope(top, row);
        }
      }
      lane.barrier();
    }
    for (let l = blocks.length - 1; l >= 0; l--) {
      for (let row = first; row < last; row++) {
        gradient(blocks[l], row);
        if (l > 0) normaliseSlope(blocks[l - 1], row);
        else answer(pass, added, row);
      }
      if (l > 0) lane.barrier();
    }
  };

  return () => {
    if (baseline !== undefined) {
      baseline.load(first, last);
      lane.barrier();
      baseline.addPoles(first, last);
    }
    for (let p = 0; p < network.passes.length; p++) {
      // Where the first pass left its answer, the rows of the next one's field lie elsewhere.
      if (p > 0) lane.barrier();
      run(network.passes[p], p > 0);
    }
  };
}
