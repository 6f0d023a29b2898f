import type { Architecture } from "../architecture.ts";
import type { ParameterSet } from "../parameters.ts";
import { type EnergyGnnPlan, planEnergyGnn } from "./energy_gnn_plan.ts";
import { type GnnPlan, planGnn } from "./gnn_plan.ts";
import type { LatticeSize } from "./lattice_size.ts";
import { type MlpPlan, planMlp } from "./mlp_plan.ts";
import type { SharedLayout } from "./shared_layout.ts";

/** A network of any kind as its program takes it. */
export type NetworkPlan = MlpPlan | GnnPlan | EnergyGnnPlan;

/** Lays out a network, weights included. */
export function planNetwork(
  architecture: Architecture,
  parameters: ParameterSet,
  size: LatticeSize,
  layout: SharedLayout,
): NetworkPlan {
  switch (architecture.model) {
    case "mlp":
      return planMlp(architecture, parameters, size, layout);
    case "gnn":
      return planGnn(architecture, parameters, size, layout);
    case "energy-gnn":
      return planEnergyGnn(architecture, parameters, size, layout);
  }
}
