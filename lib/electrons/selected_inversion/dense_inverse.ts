import type { Lattice } from "../../lattice/lattice.ts";
import type { PairContribution, PairRequest } from "./engine.ts";

/**
 * What `SelectedInversionEngine` computes, the slow and obvious way: every inverse in full, by
 * Gauss-Jordan elimination. Time grows as N³.
 */
export function densePairContribution(
  lattice: Lattice,
  hopping: number,
  { onsite, chemicalPotential, pair }: PairRequest,
): PairContribution {
  const { sites, neighbours, coordination } = lattice;
  const diagonal = new Float64Array(sites);
  let bonds = 0, logarithm = 0;
  pair.y.forEach((y, pole) => {
    const weight = pair.weights[pole];
    const inverse = invertDense(lattice, hopping, onsite, chemicalPotential, y);
    logarithm += weight * inverse.logarithm;
    for (let i = 0; i < sites; i++) {
      diagonal[i] += weight * inverse.real[i][i];
      // Every bond is met from both its ends.
      for (let a = 0; a < coordination; a++) {
        bonds += 0.5 * weight * inverse.real[i][neighbours[coordination * i + a]];
      }
    }
  });
  return { diagonal, bonds, logarithm };
}

/** Re (H - μ + i y)⁻¹ as rows, and ln|det(H - μ + i y)| - N ln y. */
function invertDense(
  { sites, neighbours, coordination }: Lattice,
  hopping: number,
  onsite: Float64Array,
  mu: number,
  y: number,
): { real: Float64Array[]; logarithm: number } {
  const real = Array.from({ length: sites }, () => new Float64Array(sites));
  const imaginary = Array.from({ length: sites }, () => new Float64Array(sites));
  for (let i = 0; i < sites; i++) {
    real[i][i] = onsite[i] - mu;
    imaginary[i][i] = y;
    for (let a = 0; a < coordination; a++) real[i][neighbours[coordination * i + a]] -= hopping;
  }
  let logarithm = 0;
  for (let k = 0; k < sites; k++) {
    const pivotReal = real[k][k], pivotImaginary = imaginary[k][k];
    const square = pivotReal ** 2 + pivotImaginary ** 2;
    logarithm += 0.5 * Math.log(square / (y * y));
    scaleRow(real[k], imaginary[k], k, pivotReal / square, -pivotImaginary / square);
    for (let i = 0; i < sites; i++) {
      if (i !== k) subtractRow(real[i], imaginary[i], real[k], imaginary[k], k);
    }
  }
  return { real, logarithm };
}

/** Row k of the elimination: the pivot is replaced by 1, then all are multiplied by its inverse. */
function scaleRow(real: Float64Array, imaginary: Float64Array, k: number, a: number, b: number) {
  real[k] = 1;
  imaginary[k] = 0;
  for (let j = 0; j < real.length; j++) {
    [real[j], imaginary[j]] = [
      real[j] * a - imaginary[j] * b,
      real[j] * b + imaginary[j] * a,
    ];
  }
}

/** Another row: its entry k times row k is taken off. */
function subtractRow(
  real: Float64Array,
  imaginary: Float64Array,
  pivotReal: Float64Array,
  pivotImaginary: Float64Array,
  k: number,
) {
  const a = real[k], b = imaginary[k];
  real[k] = 0;
  imaginary[k] = 0;
  for (let j = 0; j < real.length; j++) {
    real[j] -= a * pivotReal[j] - b * pivotImaginary[j];
    imaginary[j] -= a * pivotImaginary[j] + b * pivotReal[j];
  }
}
