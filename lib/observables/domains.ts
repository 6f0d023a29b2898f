import { validateField } from "../lattice/field.ts";
import type { Lattice } from "../lattice/lattice.ts";

/**
 * The hardened order parameter: +1, -1 or 0 by the sign of φ.
 *
 * Correlations of the signs are free of two corrections that act on C(r, t) of φ itself: walls of
 * finite width raise the normalised C by a constant length, so that exponents fitted at small L come
 * out too low, and fluctuations of the amplitude inside domains lower C at every r > 0 against
 * C(0) = 1. On model A the curves C(r/L) of the signs collapse ten times closer.
 *
 * @param phi order parameter, shape [N]
 * @returns the signs, shape [N]
 */
export function domainSigns(phi: Float64Array): Float64Array {
  return phi.map(Math.sign);
}

/**
 * Density of domain walls: the number of nearest-neighbour bonds across which φ changes sign, for
 * each site. That is the wall length per area in units of the lattice constant, measured along the
 * bonds (a wall at 45° counts √2 times its length), so its inverse is a domain size that needs no
 * correlation function: stripes of width w give 1/w, one domain 0, random signs z/4.
 *
 * @param phi order parameter, shape [N]; sites with φ = 0 touch no wall
 * @throws {ShapeError} if φ does not hold one number a site
 * @throws {ParameterError} if a value is not finite
 */
export function domainWallDensity(lattice: Lattice, phi: Float64Array): number {
  validateField(lattice, phi, "The order parameter");
  const { neighbours, coordination, sites } = lattice;
  let ends = 0;
  for (let i = 0; i < sites; i++) {
    for (let a = 0; a < coordination; a++) {
      if (phi[i] * phi[neighbours[coordination * i + a]] < 0) ends++;
    }
  }
  // Every bond was met from both its ends.
  return ends / 2 / sites;
}

/**
 * Areas of the domains in sites, largest first: connected sets of sites where φ has one sign, two
 * sites being connected if they are nearest neighbours.
 *
 * @param phi order parameter, shape [N]; sites with φ = 0 belong to no domain
 * @throws {ShapeError} if φ does not hold one number a site
 * @throws {ParameterError} if a value is not finite
 */
export function domainAreas(lattice: Lattice, phi: Float64Array): Int32Array {
  validateField(lattice, phi, "The order parameter");
  const { neighbours, coordination, sites } = lattice;
  const seen = new Uint8Array(sites);
  const queue = new Int32Array(sites);
  const areas: number[] = [];
  for (let seed = 0; seed < sites; seed++) {
    if (seen[seed] || phi[seed] === 0) continue;
    seen[seed] = 1;
    queue[0] = seed;
    let area = 1;
    for (let next = 0; next < area; next++) {
      const i = queue[next];
      for (let a = 0; a < coordination; a++) {
        const j = neighbours[coordination * i + a];
        if (!seen[j] && phi[i] * phi[j] > 0) {
          seen[j] = 1;
          queue[area++] = j;
        }
      }
    }
    areas.push(area);
  }
  return Int32Array.from(areas).sort().reverse();
}
