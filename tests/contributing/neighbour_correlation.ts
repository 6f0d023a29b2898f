import { type Lattice, type QuenchEnsemble, ShapeError, type Table } from "../../mod.ts";

/** An observable of one's own: ⟨f_i f_j⟩ over the pairs of nearest neighbours of a field. */
export function neighbourCorrelation(lattice: Lattice, field: Float64Array): number {
  const { sites, coordination, neighbours } = lattice;
  if (field.length !== sites) {
    throw new ShapeError(`The field must have ${sites} values: got ${field.length}`);
  }
  let sum = 0;
  for (let i = 0; i < sites; i++) {
    for (let b = 0; b < coordination; b++) {
      sum += field[i] * field[neighbours[coordination * i + b]];
    }
  }
  return sum / (sites * coordination);
}

/** Of the displacements of finished runs: a row for every frame and trajectory. */
export async function neighbourCorrelations(ensemble: QuenchEnsemble): Promise<Table> {
  const { lattice, runs, configs, steps } = ensemble;
  const rows: number[][] = [];
  for (const [r, run] of runs.entries()) {
    for (const step of steps) {
      const { values } = await run.readFrame("Q", step);
      rows.push([configs[r].trajectory, step, neighbourCorrelation(lattice, values)]);
    }
  }
  return { header: { QQ: "mean of Q_i Q_j" }, columns: ["trajectory", "step", "QQ"], rows };
}
