import type { Lattice } from "../../lattice/lattice.ts";
import { nextNeighbours } from "../../lattice/sites_in_plane.ts";
import type { Aggregation } from "../architecture.ts";
import type { PlainParameters } from "./plain_parameters.ts";

/** Features of all sites in double precision: one array a site. */
export type SiteFeatures = readonly Float64Array[];

/** Sites from rows of features, shape [N, features]. */
export function toSites(features: ArrayLike<number>, sites: number): SiteFeatures {
  const width = features.length / sites;
  return Array.from(
    { length: sites },
    (_, i) => Float64Array.from({ length: width }, (_, a) => features[i * width + a]),
  );
}

/** A function of the features of a site, applied to every site. */
export function everySite(
  V: SiteFeatures,
  f: (v: Float64Array, i: number) => Float64Array,
): SiteFeatures {
  return V.map(f);
}

/** a + b. */
export function plus(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, c) => value + b[c]);
}

/** W v of the matrix of that name, [out, in]. */
export function apply(parameters: PlainParameters, name: string, v: Float64Array): Float64Array {
  const W = parameters.get(name)!;
  return new Float64Array(W.length / v.length).map((_, row) =>
    v.reduce((sum, value, column) => sum + W[row * v.length + column] * value, 0)
  );
}

/** Wᵀ u of the matrix of that name: the gradient of u·(W v) in v. */
export function applyTransposed(
  parameters: PlainParameters,
  name: string,
  u: Float64Array,
): Float64Array {
  const W = parameters.get(name)!;
  const columns = W.length / u.length;
  return new Float64Array(columns).map((_, column) =>
    u.reduce((sum, value, row) => sum + W[row * columns + column] * value, 0)
  );
}

/** v plus the bias of that name. */
export function withBias(parameters: PlainParameters, name: string, v: Float64Array): Float64Array {
  return plus(v, Float64Array.from(parameters.get(name)!));
}

/** The sites of a shell around each site: nearest neighbours, or those at the second distance. */
export function shellSites(lattice: Lattice, shell: "neighbours" | "diagonals"): number[][] {
  const { sites, coordination, geometry } = lattice;
  const [size, table] = shell === "neighbours"
    ? [coordination, lattice.neighbours]
    : [geometry.nextSteps.length, nextNeighbours(lattice)];
  return Array.from({ length: sites }, (_, i) => [...table.subarray(size * i, size * (i + 1))]);
}

/** The sum or mean of the features of the sites around each site. */
export function aggregateSites(
  V: SiteFeatures,
  shell: readonly (readonly number[])[],
  aggregation: Aggregation,
): SiteFeatures {
  return shell.map((sites) => {
    const factor = aggregation === "mean" ? 1 / sites.length : 1;
    return sites.map((j) => V[j]).reduce(plus).map((value) => factor * value);
  });
}
