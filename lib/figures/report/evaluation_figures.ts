import { type Evaluation, evaluationProvenance } from "../../training/evaluation/mod.ts";
import type { ErrorGroup } from "../../training/evaluation/mod.ts";
import { drawCurves } from "../curves.ts";
import { drawParity } from "../parity.ts";
import type { Curve } from "../plot/curve.ts";
import { categoricalColor } from "../plot/palette.ts";

/** In mm, one and a half columns: room for three digits of each deviation beside the peak. */
const PARITY_WIDTH = 129;
/** In the order in which they are drawn. */
const PARTS = ["train", "test", "all"] as const;
const PART_NAMES = { train: "training", test: "test", all: "all" } as const;

/**
 * The figures of an evaluation by file name: predicted against exact forces with the histogram of
 * errors, and, where the data set has snapshots of quenches, the error against the time since the
 * quench.
 *
 * @throws {ParameterError} if there is nothing to draw
 */
export function evaluationFigures({ report, parity }: Evaluation): Record<string, string> {
  const provenance = Object.entries(evaluationProvenance(report))
    .map(([key, value]) => `${key}: ${value}`).join("; ");
  // Test data on top of training data, in the colours of the paper's Fig. 2.
  const parts = PARTS.filter((part) => parity[part] !== undefined);
  const sets = parts.map((part) => ({ label: PART_NAMES[part], ...parity[part]! }));
  const figures = {
    "parity.svg": drawParity(sets, {
      methods: ["exact", "ML"],
      width: PARITY_WIDTH,
      title: "Predicted against exact forces, and the distribution of the error",
      provenance,
    }),
  };
  const curves = report.parts.map(({ part, network }, i): Curve => ({
    label: PART_NAMES[part],
    ...byStep(network),
    color: categoricalColor(parts.indexOf(part)),
    marker: "circle",
    open: i > 0,
  }));
  // Nothing was trained: one part shows the method's error as well as another.
  const [{ untrained }] = report.parts;
  if (untrained !== undefined) {
    curves.push({
      label: `${report.untrained} alone`,
      ...byStep(untrained),
      color: categoricalColor(2),
      marker: "square",
      line: "dashed",
    });
  }
  const isDrawn = curves.some(({ y }) => Array.from(y).some((sd) => sd > 0));
  return !isDrawn ? figures : {
    ...figures,
    "error_by_step.svg": drawCurves([{
      x: { label: "steps since the quench", scale: "log" },
      y: { label: "standard deviation of force error", scale: "log" },
      curves,
    }], { title: "Error of the force against the time since the quench", provenance }),
  };
}

/** Standard deviations of the bins of steps, each at the geometric mean of its steps. */
function byStep(groups: readonly ErrorGroup[]) {
  const bins = groups.filter(({ grouping }) => grouping === "step");
  return {
    x: bins.map(({ range: [first, last] = [1, 1] }) => Math.sqrt(Math.max(1, first) * last)),
    y: bins.map(({ errors }) => errors.sd),
  };
}
