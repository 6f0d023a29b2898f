import type { Lattice } from "../../lattice/lattice.ts";
import { latticeGraph } from "./cavity_graph.ts";
import { cavityMessages } from "./cavity_twin.ts";
import * as C from "./complex.ts";
import type { Complex } from "./complex.ts";

/** The four steps to neighbours on the square lattice. */
const STEPS = [[1, 0], [-1, 0], [0, 1], [0, -1]] as const;

/**
 * The window approximation of [A⁻¹]_ii, A = H - μ + i y, slow and obvious: the inverse at the centre
 * of the (2R + 1)² sites around i, where a site on the rim has z less the tree's messages from its
 * neighbours outside. Exact on a tree, and off it but for rings that leave the window.
 *
 * A window wider than the lattice counts sites again, as the messages do.
 *
 * @param z diagonal of A, one a site, all with Im z > 0
 * @param radius R
 * @param sweeps of the messages
 */
export function windowTwin(
  lattice: Lattice,
  z: readonly Complex[],
  hopping: number,
  radius: number,
  sweeps: number,
): Complex[] {
  const { width, height, sites } = lattice;
  const graph = latticeGraph(lattice);
  const messages = cavityMessages(graph, z, hopping * hopping, sweeps);
  const side = 2 * radius + 1;
  const siteAt = (i: number, dx: number, dy: number) => {
    const x = (i % width + dx + 2 * width) % width;
    const y = (Math.floor(i / width) + dy + 2 * height) % height;
    return x + width * y;
  };
  const inside = (d: number) => Math.abs(d) <= radius;
  return Array.from({ length: sites }, (_, i) => {
    const matrix = Array.from({ length: side * side }, () => new Array<Complex>(side * side));
    const at = (dx: number, dy: number) => (dx + radius) + side * (dy + radius);
    for (let dy = -radius; dy <= radius; dy++) {
      for (let dx = -radius; dx <= radius; dx++) {
        const row = matrix[at(dx, dy)].fill({ re: 0, im: 0 });
        const site = siteAt(i, dx, dy);
        let diagonal = z[site];
        for (const [sx, sy] of STEPS) {
          if (inside(dx + sx) && inside(dy + sy)) {
            row[at(dx + sx, dy + sy)] = { re: -hopping, im: 0 };
          } else {
            const from = graph.neighbours[site].indexOf(siteAt(site, sx, sy));
            diagonal = C.subtract(diagonal, messages[site][from]);
          }
        }
        row[at(dx, dy)] = diagonal;
      }
    }
    return inverseElement(matrix, at(0, 0));
  });
}

/** [A⁻¹]_cc by elimination of all other rows; A needs no pivots, as Im A > 0. */
function inverseElement(matrix: Complex[][], centre: number): Complex {
  const others = matrix.map((_, k) => k).filter((k) => k !== centre);
  const order = [...others, centre];
  others.forEach((pivot, done) => {
    const scale = C.invert(matrix[pivot][pivot]);
    for (const i of order.slice(done + 1)) {
      const factor = C.multiply(matrix[i][pivot], scale);
      for (const j of order.slice(done + 1)) {
        matrix[i][j] = C.subtract(matrix[i][j], C.multiply(factor, matrix[pivot][j]));
      }
    }
  });
  return C.invert(matrix[centre][centre]);
}
