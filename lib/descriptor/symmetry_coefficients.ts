import { D4 } from "../lattice/d4.ts";
import { D4_IRREPS } from "./irreps.ts";
import { SYMMETRY_BASIS } from "./symmetry_basis.ts";

/** Each pattern as the sites on which it is not 0, with their signs. */
const TERMS = SYMMETRY_BASIS.map(({ signs, scale }) => {
  const sites = [...signs.keys()].filter((j) => signs[j] !== 0);
  return { sites, signs: sites.map((j) => signs[j]), scale };
});

/**
 * Coefficients of an environment in the symmetry-adapted basis: f^(Γ, r) of Sec. III.
 *
 * A turned or mirrored environment has its coefficients turned and mirrored to the last bit: the
 * terms are added in pairs, pairs of pairs and so on, which each operation of D4 exchanges as wholes.
 *
 * @param environment shape [45], in the order of `ENVIRONMENT`
 * @returns shape [45], in the order of `SYMMETRY_BASIS`
 */
export function symmetryCoefficients(environment: Float64Array): Float64Array {
  return new Float64Array(TERMS.map(({ sites, signs, scale }) => {
    const pairwiseSum = (from: number, count: number): number =>
      count === 1
        ? signs[from] * environment[sites[from]]
        : pairwiseSum(from, count / 2) + pairwiseSum(from + count / 2, count / 2);
    return scale * pairwiseSum(0, sites.length);
  }));
}

/** For each operation and coefficient: which coefficient it becomes, and with which sign. */
const IMAGES = D4.map((_, g) =>
  SYMMETRY_BASIS.map(({ irrep, component: m }, k) => {
    const { element } = D4_IRREPS.find(({ name }) => name === irrep)!;
    const n = element(g, m, 0) === 0 ? 1 : 0;
    return { from: k - m + n, sign: element(g, m, n) };
  })
);

/** The coefficients of the environment that operation g makes of the one with coefficients c. */
export function transformCoefficients(c: Float64Array, g: number): Float64Array {
  return new Float64Array(IMAGES[g].map(({ from, sign }) => sign * c[from]));
}
