import { columnOf, drawCurves, type TextTable } from "../../mod.ts";
import { FIELDS, MAIN_WINDOW } from "../shared/growth_analysis.ts";
import { type DrawFigures, groupsOf, provenanceIn, rowsOf } from "../shared/result_tables.ts";

/** There are more variants than colours. */
const LINES = ["solid", "dashed", "dotted"] as const;

/** Exponents of all variants, their L(t), and the trajectory under exact forces. */
export const drawGrowthChecks: DrawFigures = (tables) => {
  const sizes = tables.table("domain_size.csv");
  const provenance = provenanceIn(sizes, "source");
  const column = (table: TextTable, name: string) => columnOf(table, name, "domain_size.csv");
  const phi = { ...sizes, rows: sizes.rows.filter((row) => row.includes("phi")) };
  return {
    "exponents.svg": exponentsFigure(tables.table("exponents.csv"), provenance),
    "growth.svg": drawCurves([{
      x: { label: "*t*/*τ*_0", scale: "log" },
      y: { label: "*L*", scale: "log" },
      // Bars on all of them would hide what is to be seen: whether they lie on each other.
      curves: groupsOf(phi, "variant").map(({ key: [label], table }, v) => ({
        label,
        x: column(table, "time"),
        y: column(table, "domain_size"),
        ...(v === 0
          ? { error: column(table, "error"), errorStyle: "band" as const, lineWidth: 1.5 }
          : { line: LINES[v % LINES.length] }),
      })),
    }], { width: 150, title: "Growth of domains in the variants, by φ", provenance }),
    ...(tables.has("exact.csv") && { "exact.svg": exactFigure(tables.table("exact.csv")) }),
  };
};

/** α of each variant with its interval of 95 %, by φ and by its signs. */
function exponentsFigure(table: TextTable, provenance: string): string {
  const rows = rowsOf(table).filter(({ window }) => window === MAIN_WINDOW);
  const variants = [...new Set(rows.map(({ variant }) => variant))];
  return drawCurves([{
    x: {
      label: "variant",
      min: -0.5,
      max: variants.length - 0.5,
      ticks: variants.map((label, value) => ({ value, label })),
    },
    y: { label: "*α*" },
    curves: FIELDS.map((field, f) => {
      const of = rows.filter((row) => row.field === field);
      return {
        label: field === "phi" ? "by *φ*" : "by its signs",
        x: of.map(({ variant }) => variants.indexOf(variant) + 0.16 * (f - 0.5)),
        y: of.map(({ exponent }) => Number(exponent)),
        error: of.map(({ low, high }) => (Number(high) - Number(low)) / 2),
        line: "none" as const,
        marker: f === 0 ? "circle" as const : "square" as const,
        open: true,
      };
    }),
    aspect: 0.4,
  }], {
    width: 178,
    title: `Growth exponents in the window "${MAIN_WINDOW}", bars of 95 %`,
    provenance,
  });
}

function exactFigure(table: TextTable): string {
  const column = (name: string) => columnOf(table, name, "exact.csv");
  return drawCurves([{
    x: { label: "*t*/*τ*_0", scale: "log" },
    y: { label: "*L*", scale: "log" },
    curves: [
      { label: "GNN", x: column("time"), y: column("domain_size_network") },
      {
        label: "exact",
        x: column("time"),
        y: column("domain_size_exact"),
        line: "none",
        marker: "circle",
        open: true,
      },
    ],
  }], {
    title: "Domain size of one trajectory under exact forces and under a GNN's",
    provenance: provenanceIn(table, "source"),
  });
}
