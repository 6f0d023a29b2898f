import { CounterRng } from "../../random/counter_rng.ts";
import type { UnlabelledGroup } from "./label_pieces.ts";
import type { GroupPlan, RandomPiece } from "./plan.ts";

/** Displacements of configuration number `configuration` of a draw, shape [N]. */
export function randomConfiguration(
  seed: number,
  { draw, amplitude }: RandomPiece,
  configuration: number,
  sites: number,
): Float64Array {
  const rng = new CounterRng(seed, "datasetConfiguration");
  return rng.normals(sites, { step: draw, trajectory: configuration }).map((q) => amplitude * q);
}

/** Draws a piece of random configurations. */
export function drawPiece(
  { sites, lattice, temperature }: GroupPlan,
  piece: RandomPiece,
  seed: number,
): UnlabelledGroup {
  const { first, count, amplitude } = piece;
  const Q = new Float64Array(count * sites);
  for (let c = 0; c < count; c++) {
    Q.set(randomConfiguration(seed, piece, first + c, sites), c * sites);
  }
  return {
    lattice,
    temperature,
    configurations: count,
    Q,
    kind: Array.from({ length: count }, () => "random"),
    trajectory: new Int32Array(count).fill(-1),
    step: new Int32Array(count),
    amplitude: new Float64Array(count).fill(amplitude),
    particleHole: new Uint8Array(count),
  };
}
