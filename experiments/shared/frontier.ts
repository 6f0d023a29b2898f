import { type Curve, drawCurves, type ErrorGroup, type Table } from "../../mod.ts";

/** Something that gives forces: a network, or a baseline of networks with nothing trained. */
export interface Competitor {
  /** What tables call it. */
  readonly name: string;
  /** What it starts from; its own name where nothing is trained. */
  readonly baseline: string;
  /** Number of trained parameters; 0 for a baseline by itself. */
  readonly parameters: number;
  /** Its errors on test data. */
  readonly groups: readonly ErrorGroup[];
}

/** In mm: room for the legend beside the data. */
const WIDTH = 110;

/** For each thing to start from, what legends call it, and a colour of Okabe and Ito. */
const STARTS: Readonly<Record<string, { readonly text: string; readonly color: string }>> = {
  "none": { text: "nothing", color: "#000000" },
  "cavity": { text: "cavity", color: "#d55e00" },
  "window-5x5": { text: "5×5", color: "#0072b2" },
  "window-7x7": { text: "7×7", color: "#009e73" },
};

/** Errors of all competitors: a row for each, a column for each kind of configuration and step. */
export function frontierTable(competitors: readonly Competitor[]): Table {
  const columns = competitors[0].groups.filter(({ grouping }) =>
    grouping === "pooled" || grouping === "kind" || grouping === "step"
  );
  return {
    header: { error: "standard deviation of the force error on test data, in units of t" },
    columns: ["forces by", "baseline", "parameters", ...columns.map(({ group }) => group)],
    rows: competitors.map(({ name, baseline, parameters, groups }) => [
      name,
      baseline,
      parameters,
      ...columns.map(({ group }) => groups.find((other) => other.group === group)!.errors.sd),
    ]),
  };
}

/**
 * Error against the time of a force on a site. Each network is joined with its baseline alone: the
 * step down is what was learned, the step to the right what the network costs.
 *
 * @param microseconds time of a force on a site, by name
 */
export function frontierFigure(
  competitors: readonly Competitor[],
  microseconds: Readonly<Record<string, number>>,
  provenance: string,
): string {
  const curves = [...new Set(competitors.map(({ baseline }) => baseline))].flatMap((baseline) => {
    const members = competitors.filter((one) => one.baseline === baseline);
    const x = members.map(({ name }) => microseconds[name]);
    const y = members.map(({ groups }) => groups[0].errors.sd);
    const { color } = STARTS[baseline];
    const label = legendLabel(members.at(-1)!);
    return [
      { x, y, color, line: "dotted" },
      { label, x: x.slice(-1), y: y.slice(-1), color, marker: "circle", line: "none" },
      ...(members.length > 1
        ? [{
          x: x.slice(0, 1),
          y: y.slice(0, 1),
          color,
          marker: "circle",
          open: true,
          line: "none",
        }]
        : []),
    ] as Curve[];
  });
  return drawCurves([{
    x: { label: "time of a force on a site (μs)", scale: "log" },
    y: { label: "standard deviation of force error", scale: "log" },
    curves,
  }], {
    width: WIDTH,
    title: "Accuracy against cost: networks (full) and their baselines with nothing trained (open)",
    provenance,
  });
}

/** Error against the time since the quench, of networks (solid) and their baselines (dashed). */
export function errorByStepFigure(competitors: readonly Competitor[], provenance: string): string {
  const curves = competitors.map((competitor): Curve => {
    const { baseline, parameters, groups } = competitor;
    const bins = groups.filter(({ grouping }) => grouping === "step");
    return {
      ...(parameters > 0 && { label: legendLabel(competitor) }),
      // Each bin of steps at the geometric mean of its ends.
      x: bins.map(({ range: [first, last] = [1, 1] }) => Math.sqrt(Math.max(1, first) * last)),
      y: bins.map(({ errors }) => errors.sd),
      color: STARTS[baseline].color,
      marker: "circle",
      ...(parameters === 0 ? { open: true, line: "dashed" } as const : {}),
    };
  });
  return drawCurves([{
    x: { label: "steps since the quench", scale: "log" },
    y: { label: "standard deviation of force error", scale: "log" },
    curves,
  }], {
    width: WIDTH,
    title: "Error of the force against the time since the quench",
    provenance,
  });
}

function legendLabel({ name, baseline }: Competitor): string {
  return `${name}, on ${STARTS[baseline].text}`;
}
