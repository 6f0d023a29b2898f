import { columnOf, drawCurves, drawScaling } from "../../mod.ts";
import { type DrawFigures, groupsOf, provenanceIn } from "../shared/result_tables.ts";

/** What figures call the methods, and how their times grow with N. */
const METHODS: Readonly<Record<string, { readonly label: string; readonly exponent: number }>> = {
  gnn: { label: "GNN", exponent: 1 },
  exact: { label: "exact", exponent: 1.5 },
};

/** Time per step against the number of sites, and time per site. */
export const drawScalingFigures: DrawFigures = (tables) => {
  const table = tables.table("scaling.csv");
  const provenance = provenanceIn(table, "seconds", "processor");
  const series = groupsOf(table, "forces", "threads").map(({ key: [forces, threads], table }) => ({
    ...METHODS[forces],
    threads,
    column: (name: string) => columnOf(table, name, "scaling.csv"),
  }));
  const label = (of: typeof series[number]) =>
    `${of.label}, ${of.threads} thread${of.threads === "1" ? "" : "s"}`;
  return {
    "scaling.svg": drawScaling(
      series.map((of) => ({
        label: label(of),
        sites: of.column("sites"),
        seconds: of.column("seconds"),
        guideExponent: of.exponent,
      })),
      { width: 110, title: "Time of a Langevin step against the number of sites", provenance },
    ),
    "per_site.svg": drawCurves([{
      x: { label: "*N*", scale: "log" },
      y: { label: "time per step and site (μs)", scale: "log" },
      curves: series.map((of) => ({
        label: label(of),
        x: of.column("sites"),
        y: of.column("microseconds_per_site"),
        marker: "circle",
      })),
    }], { title: "Time of a Langevin step, for each site", provenance }),
  };
};
