import { columnOf, drawCurves, type TextTable } from "../../mod.ts";
import { type DrawFigures, groupsOf, provenanceIn } from "../shared/result_tables.ts";

/** From cold to hot, in the order of their lightness too. */
const COLORS = [
  ...["#440154", "#46327e", "#365c8d", "#277f8e", "#1fa187"],
  ...["#4ac16d", "#8fd744", "#c2b81a", "#e08a1e"],
];

/** The order parameter against temperature, and growth from disorder at some of the temperatures. */
export const drawTemperatures: DrawFigures = (tables) => {
  const order = tables.table("order.csv");
  const growth = tables.table("growth.csv");
  const column = (table: TextTable, name: string) => columnOf(table, name, "growth.csv");
  return {
    "temperatures.svg": drawCurves([
      {
        x: { label: "*T*", scale: "log" },
        y: { label: "order 2|⟨*n_i e*^{i**Q**·**r**}⟩|", min: 0 },
        curves: [{
          x: columnOf(order, "temperature", "order.csv"),
          y: columnOf(order, "order", "order.csv"),
          error: columnOf(order, "order_error", "order.csv"),
          marker: "circle",
        }],
        aspect: 0.9,
      },
      {
        x: { label: "*t*/*τ*_0", scale: "log" },
        y: { label: "*L*", scale: "log" },
        curves: groupsOf(growth, "temperature").map(({ key, table }, t) => ({
          color: COLORS[t % COLORS.length],
          label: `*T* = ${key[0]}`,
          x: column(table, "time"),
          y: column(table, "domain_size"),
        })),
        aspect: 0.9,
      },
    ], {
      columns: 2,
      width: 178,
      title: "Order that lasts from the checkerboard, and growth of domains from disorder",
      provenance: provenanceIn(order, "source"),
    }),
  };
};
