import { drawCurves, type FigureOptions, type Table } from "../../mod.ts";

/** A figure of one's own: the table of `neighbourCorrelations`, a curve for every trajectory. */
export function drawNeighbourCorrelations({ rows }: Table, options: FigureOptions = {}): string {
  const trajectories = [...new Set(rows.map(([trajectory]) => trajectory))];
  return drawCurves([{
    x: { label: "step", scale: "linear" },
    y: { label: "⟨*Q*_i *Q*_j⟩", scale: "linear" },
    curves: trajectories.map((trajectory) => {
      const own = rows.filter((row) => row[0] === trajectory);
      const [x, y] = [1, 2].map((column) => own.map((row) => Number(row[column])));
      return { label: `trajectory ${trajectory}`, x, y, marker: "circle" };
    }),
  }], { title: "Correlation of nearest neighbours after a quench", ...options });
}
