import { applyD4, D4 } from "../lattice/d4.ts";
import type { Offset } from "../lattice/offset.ts";
import { ENVIRONMENT, ENVIRONMENT_SHELLS } from "./environment.ts";
import { D4_IRREPS, type Irrep, type IrrepName } from "./irreps.ts";

/** A pattern of the environment that D4 carries into itself or, for E, into its partner. */
export interface SymmetryVector {
  /** The irreducible representation that it belongs to. */
  readonly irrep: IrrepName;
  /** The partner that it is: 0, and for E 0 (turns as x does) or 1 (turns as y does). */
  readonly component: number;
  /** First site of the shell on which it lives. */
  readonly shell: Offset;
  /** Sign of each site, shape [45] in the order of `ENVIRONMENT`; 0 where it has no part. */
  readonly signs: readonly number[];
  /** What makes its norm 1: the pattern is scale · signs. */
  readonly scale: number;
}

/**
 * The 45 orthonormal patterns into which the environment is decomposed, grouped by representation:
 * 9 A1, 3 A2, 6 B1, 5 B2 and 11 E doublets (x next to y), each group from the site outwards.
 *
 * They are derived, shell by shell, with the projection operators P_mn = Σ_g D_mn(g) g. The seeds
 * are the sites of a shell in turn, and a pattern is positive on its seed: that fixes the signs.
 */
export const SYMMETRY_BASIS: readonly SymmetryVector[] = D4_IRREPS.flatMap((irrep) =>
  [[ENVIRONMENT[0]], ...ENVIRONMENT_SHELLS].flatMap((shell) => patterns(irrep, shell))
);

/** Where the representation begins in the basis; its vectors stand together. */
export function firstOf(irrep: IrrepName): number {
  return SYMMETRY_BASIS.findIndex((vector) => vector.irrep === irrep);
}

/** Number of vectors of the one-dimensional representations; E doublets follow them in pairs. */
export const ONE_DIMENSIONAL: number = firstOf("E");

/**
 * Where the reference doublet begins in the basis: the first E doublet of the eight-site (2, 1)
 * shell, by which environments are aligned.
 */
export const REFERENCE_DOUBLET: number = SYMMETRY_BASIS.findIndex(({ irrep, shell: [dx, dy] }) =>
  irrep === "E" && dx === 2 && dy === 1
);

/** All patterns of one representation on one shell. */
function patterns(irrep: Irrep, shell: readonly Offset[]): SymmetryVector[] {
  const found: SymmetryVector[] = [];
  for (const seed of shell) {
    const first = project(irrep, 0, seed);
    if (first.every((value) => value === 0)) continue;
    // The projections of two sites of a shell are parallel or orthogonal.
    if (found.some(({ signs }) => dot(signs, first) !== 0)) continue;
    for (let component = 0; component < irrep.dimension; component++) {
      const signs = project(irrep, component, seed).map(Math.sign);
      const scale = 1 / Math.sqrt(signs.filter((sign) => sign !== 0).length);
      found.push({ irrep: irrep.name, component, shell: shell[0], signs, scale });
    }
  }
  return found;
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, j) => sum + value * b[j], 0);
}

/** P_m0 of the pattern that is 1 on one site and 0 elsewhere. */
function project(irrep: Irrep, m: number, seed: Offset): number[] {
  const result = ENVIRONMENT.map(() => 0);
  for (let g = 0; g < D4.length; g++) {
    const [x, y] = applyD4(g, seed);
    const image = ENVIRONMENT.findIndex(([dx, dy]) => dx === x && dy === y);
    result[image] += irrep.element(g, m, 0);
  }
  return result;
}
