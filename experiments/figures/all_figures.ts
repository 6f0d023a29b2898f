import type { DrawFigures } from "../shared/result_tables.ts";
import { drawFig2 } from "./fig2_mlp_parity.ts";
import { drawFig4 } from "./fig4_gnn_parity.ts";
import { drawFig6a } from "./fig6a_correlations.ts";
import { drawFig6bc } from "./fig6bc_domains.ts";
import { drawFig7 } from "./fig7_growth.ts";
import { drawTemperatures } from "./fig7_temperatures.ts";
import { drawForceError } from "./force_error.ts";
import { drawGrowthChecks } from "./growth_checks.ts";
import { drawScalingFigures } from "./scaling.ts";

/** What each experiment's tables are drawn by, by the name of its folder of results. */
export const ALL_FIGURES: Readonly<Record<string, DrawFigures>> = {
  fig2: drawFig2,
  fig4: drawFig4,
  // The parity plot of Fig. 5 is of a million sites, which are not kept.
  fig5: () => ({}),
  fig6a: drawFig6a,
  fig6bc: drawFig6bc,
  fig7: drawFig7,
  fig7_temperatures: drawTemperatures,
  growth_checks: drawGrowthChecks,
  force_error: drawForceError,
  scaling: drawScalingFigures,
};
