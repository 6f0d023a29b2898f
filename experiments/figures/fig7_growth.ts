import {
  columnOf,
  drawCollapse,
  drawCurves,
  drawGrowth,
  type GrowthLaw,
  type TextTable,
} from "../../mod.ts";
import { MAIN_WINDOW } from "../shared/growth_analysis.ts";
import { type DrawFigures, groupsOf, provenanceIn, rowsOf } from "../shared/result_tables.ts";

/** The collapse at each temperature, L(t) with its power laws, and the local exponents. */
export const drawFig7: DrawFigures = (tables) => {
  const sizes = tables.table("domain_size.csv");
  const provenance = provenanceIn(sizes, "source");
  const only = (table: TextTable, field: string) =>
    groupsOf(table, "field").find(({ key }) => key[0] === field)?.table ?? { ...table, rows: [] };
  const byTemperature = (name: string, field: string) =>
    groupsOf(only(tables.table(name), field), "temperature")
      .map(({ key: [temperature], table }) => ({
        temperature,
        label: `*T* = ${temperature}`,
        column: (column: string) => columnOf(table, column, name),
        table,
      }));
  const growth = (field: string) =>
    drawGrowth(
      byTemperature("domain_size.csv", field).map(({ temperature, label, column }) => {
        const fit = lawOf(tables.table("exponents.csv"), temperature, field);
        return {
          label,
          ...{ t: column("time"), L: column("domain_size"), error: column("error") },
          ...(fit && { fit }),
        };
      }),
      {
        width: 110,
        title: `Growth of domains by ${field === "phi" ? "φ" : "the signs of φ"}`,
        provenance,
      },
    );
  return {
    ...Object.fromEntries(
      byTemperature("collapse.csv", "phi").map(({ temperature, table }) => [
        `collapse-T${temperature}.svg`,
        drawCollapse(
          groupsOf(table, "step").map(({ key: [step], table }) => {
            const column = (name: string) => columnOf(table, name, "collapse.csv");
            return {
              label: `step ${step}`,
              domainSize: column("domain_size")[0],
              ...{ r: column("distance"), value: column("C"), error: column("error") },
            };
          }),
          { width: 150, title: `Collapse of C(r, t) at T = ${temperature}`, provenance },
        ),
      ]),
    ),
    "growth.svg": growth("phi"),
    "growth_signs.svg": growth("signs"),
    "local_exponents.svg": drawCurves([{
      x: { label: "*t*/*τ*_0", scale: "log" },
      y: { label: "d ln *L*/d ln *t*" },
      curves: byTemperature("local_exponents.csv", "phi").map(({ label, column }) => ({
        label,
        ...{ x: column("time"), y: column("exponent"), error: column("error") },
        errorStyle: "band" as const,
      })),
    }], { title: "Local exponent of the growth of domains, by φ", provenance }),
  };
};

/** The power law of the main window, if it could be fitted. */
function lawOf(exponents: TextTable, temperature: string, field: string): GrowthLaw | undefined {
  const row = rowsOf(exponents).find((row) =>
    row.temperature === temperature && row.field === field && row.window === MAIN_WINDOW
  );
  if (row === undefined || !Number.isFinite(Number(row.exponent))) return undefined;
  const error = Number(row.error);
  return {
    exponent: Number(row.exponent),
    ...(Number.isFinite(error) && { exponentError: error }),
    prefactor: Number(row.amplitude),
    from: Number(row.from),
    to: Number(row.to),
  };
}
