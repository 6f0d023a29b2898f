import { columnOf, type Curve, drawCorrelations, drawCurves, type TextTable } from "../../mod.ts";
import { type DrawFigures, groupsOf, provenanceIn } from "../shared/result_tables.ts";

/** Distances beyond which nothing is left to see. */
const MAX_DISTANCE = 12;

/** Colours of Okabe and Ito for the networks in the figure of differences. */
const COLORS: Readonly<Record<string, string>> = { gnn: "#0072b2", control: "#d55e00" };

/** ⟨Q_i Q_j⟩ under the GNN's forces and under exact ones; their differences, with the control's. */
export const drawFig6a: DrawFigures = (tables) => {
  const table = tables.table("correlation.csv");
  const column = (of: TextTable, name: string) => columnOf(of, name, "correlation.csv");
  const provenance = provenanceIn(table, "source");
  const steps = groupsOf(table, "step").map(({ key: [step], table }) => ({
    step,
    by: Object.fromEntries(groupsOf(table, "forces").map(({ key, table }) => [key[0], table])),
  }));
  const curve = (of: TextTable) => ({
    r: column(of, "distance"),
    value: column(of, "correlation"),
    error: column(of, "error"),
  });
  const C0 = ({ by }: typeof steps[number]) => column(by.exact, "correlation")[0];
  const limit = Math.max(...steps.flatMap(({ by }, s) =>
    Array.from(
      column(by.gnn, "difference"),
      (d, i) => (Math.abs(d) + 2 * column(by.gnn, "difference_error")[i]) / C0(steps[s]),
    )
  ));
  return {
    "correlation.svg": drawCorrelations(
      steps.map(({ step, by }) => ({
        label: `step ${step}`,
        ...curve(by.gnn),
        reference: curve(by.exact),
      })),
      {
        maxDistance: MAX_DISTANCE,
        methods: ["GNN", "exact"],
        title: "Correlations of displacements after a quench, by a GNN's forces and by exact ones",
        provenance,
      },
    ),
    "difference.svg": drawCurves(
      steps.map((at, s) => ({
        x: { label: "*r*" },
        // A control far off must not flatten what is to be seen of the network.
        y: { label: "difference/*C*(0) (%)", labels: true, ...ends(100 * 3 * limit) },
        curves: Object.entries(COLORS).filter(([name]) => at.by[name]).map((
          [name, color],
        ): Curve => ({
          ...(s === 0 && { label: name === "gnn" ? "GNN" : name }),
          x: column(at.by[name], "distance"),
          y: column(at.by[name], "difference").map((d) => 100 * d / C0(at)),
          error: column(at.by[name], "difference_error").map((e) => 100 * e / C0(at)),
          color,
          marker: name === "gnn" ? "circle" : "square",
        })),
        aspect: 0.9,
      })),
      {
        columns: steps.length,
        width: 178,
        title:
          `Differences of correlations from those under exact forces, trajectory by trajectory, at steps ${
            steps.map(({ step }) => step).join(", ")
          }`,
        provenance,
      },
    ),
  };
};

function ends(limit: number): { min: number; max: number } {
  return { min: -limit, max: limit };
}
