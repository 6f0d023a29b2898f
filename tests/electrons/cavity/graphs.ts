import type { CavityGraph } from "../../../lib/electrons/cavity/cavity_graph.ts";
import { type Complex, logModulus, scale, total } from "../../../lib/electrons/cavity/complex.ts";
import { makeEigensolver } from "../../../lib/electrons/eigensolvers/make_eigensolver.ts";
import { symmetric } from "../matrices.ts";

/** Neighbour lists of a graph of these bonds. */
export function graphOfBonds(sites: number, bonds: readonly (readonly [number, number])[]) {
  const neighbours = Array.from({ length: sites }, (): number[] => []);
  for (const [a, b] of bonds) {
    neighbours[a].push(b);
    neighbours[b].push(a);
  }
  return neighbours;
}

/** The diagonal v + i y of H + i y. */
export function shifted(onsite: Float64Array, y: number): Complex[] {
  return Array.from(onsite, (re) => ({ re, im: y }));
}

/** Diagonal of (H + i y)⁻¹ and ln|det(H + i y)| from the spectrum of H. */
export async function exactInverse(
  { neighbours }: CavityGraph,
  onsite: Float64Array,
  hopping: number,
  y: number,
): Promise<{ green: Complex[]; logDeterminant: number }> {
  const n = onsite.length;
  const matrix = symmetric(
    n,
    (i, j) => i === j ? onsite[i] : neighbours[i].includes(j) ? -hopping : 0,
  );
  const eigensolver = makeEigensolver("plain");
  const { values, vectors } = await eigensolver.solve(matrix, n);
  eigensolver.close();
  const green = Array.from(
    { length: n },
    (_, i) =>
      total(Array.from(values, (e, m) => {
        const weight = vectors[m * n + i] ** 2 / (e * e + y * y);
        return scale(weight, { re: e, im: -y });
      })),
  );
  const logDeterminant = values.reduce((sum, re) => sum + logModulus({ re, im: y }), 0);
  return { green, logDeterminant };
}

/** Largest difference of two lists of complex numbers. */
export function complexDifference(a: readonly Complex[], b: readonly Complex[]): number {
  if (a.length !== b.length) return Infinity;
  return a.reduce((largest, x, i) => {
    const difference = Math.hypot(x.re - b[i].re, x.im - b[i].im);
    return difference <= largest ? largest : difference;
  }, 0);
}
