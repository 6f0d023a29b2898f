import { columnOf, type Curve, drawCorrelations, drawCurves, type TextTable } from "../../mod.ts";
import { type DrawFigures, groupsOf, provenanceIn } from "../shared/result_tables.ts";

/** Distances beyond which nothing is left to see. */
const MAX_DISTANCE = 12;

/** The networks, in colours of Okabe and Ito. */
const FORCES = [
  { forces: "gnn", label: "GNN", color: "#0072b2", marker: "circle" },
  { forces: "control", label: "control", color: "#d55e00", marker: "square" },
] as const;

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
  /** A column in units of C(0), without its sign. */
  const parts = ({ by }: typeof steps[number], forces: string, name: string) => {
    const [C0] = column(by.exact, "correlation");
    return column(by[forces], name).map((value) => Math.abs(value) / C0);
  };
  // The same axis in all panels, where every difference is seen and the legend has room.
  const shown = steps.flatMap((at) => [
    ...FORCES.filter(({ forces }) => at.by[forces])
      .flatMap(({ forces }) => [...parts(at, forces, "difference")]),
    ...parts(at, "exact", "error"),
  ]).filter((value) => value > 0);
  const ends = { min: Math.min(...shown) / 2, max: 100 * Math.max(...shown) };
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
        y: { label: "|difference|/*C*(0)", scale: "log", labels: s === 0, ...ends },
        curves: [
          ...FORCES.filter(({ forces }) => at.by[forces]).map((
            { forces, label, color, marker },
          ): Curve => ({
            ...(s === 0 && { label }),
            ...{ x: column(at.by[forces], "distance"), y: parts(at, forces, "difference") },
            ...{ color, marker, line: "none", open: true },
          })),
          {
            ...(s === 0 && { label: "error, exact" }),
            ...{ x: column(at.by.exact, "distance"), y: parts(at, "exact", "error") },
            ...{ color: "black", line: "dashed", lineWidth: 0.7 },
          },
        ],
        aspect: 0.9,
      })),
      {
        columns: steps.length,
        width: 178,
        title: `Differences of correlations from those under exact forces at steps ${
          steps.map(({ step }) => step).join(", ")
        }, and the standard error of the latter`,
        provenance,
      },
    ),
  };
};
