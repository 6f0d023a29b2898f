import { ParameterError, ShapeError } from "../errors.ts";
import type { Lattice } from "../lattice/lattice.ts";
import { minimumImage } from "../lattice/minimum_image.ts";
import type { Offset } from "../lattice/offset.ts";
import { squaredReach } from "../lattice/sites_in_plane.ts";
import { periodicShells } from "../lattice/periodic_shells.ts";

/**
 * Which displacements share a point of a radial profile:
 *
 * - `axis`: along the shortest translations only (±x and ±y of the square lattice, r = 0, 1, 2, …):
 *   no smoothing, but blind to other directions;
 * - `shells`: all displacements of exactly the same length: keeps the alternating sign of a
 *   checkerboard, many points with little in each;
 * - `rings`: all displacements with |r - j| < 1/2 or r = j + 1/2 for j = 0, 1, 2, …, put at their
 *   mean length: circular average, one point a lattice constant.
 *
 * On a lattice with a basis only translations count: correlations within each sublattice.
 */
export type RadialAverageKind = "axis" | "shells" | "rings";

/** How a function of the displacement becomes a function of the distance. */
export interface RadialAverage {
  /** Which displacements are averaged. */
  readonly kind: RadialAverageKind;
  /** Distances r of the profile in rising order, from 0 to half the shortest way around. */
  readonly distance: Float64Array;
  /** Number of displacements averaged at each distance. */
  readonly count: Int32Array;
  /** Place in the profile of each displacement, shape [N]; -1 where it is left out. */
  readonly placeOf: Int32Array;
}

/** A rule: the key under which a displacement of squared length r² is averaged, if any. */
type Rule = (offset: Offset, r2: number, axes: readonly Offset[]) => number | undefined;

const RULES: Readonly<Record<RadialAverageKind, Rule>> = {
  axis: ([dx, dy], r2, axes) => axes.some(([ax, ay]) => dx * ay === dy * ax) ? r2 : undefined,
  shells: (_offset, r2) => r2,
  rings: (_offset, r2) => Math.ceil(Math.sqrt(r2) - 0.5),
};

const cache = new WeakMap<Lattice, Map<RadialAverageKind, RadialAverage>>();

/**
 * Prepares a radial average on a periodic lattice. Distances are those of the shortest image and end
 * at half the shortest way around, beyond which they would wrap. Computed once for each lattice and
 * kind.
 *
 * @param kind `axis`, `shells` or `rings`
 * @throws {ParameterError} if the kind is none of these
 */
export function radialAverage(lattice: Lattice, kind: RadialAverageKind): RadialAverage {
  const known = cache.get(lattice) ?? new Map<RadialAverageKind, RadialAverage>();
  cache.set(lattice, known);
  const average = known.get(kind) ?? prepare(lattice, kind);
  known.set(kind, average);
  return average;
}

function prepare(lattice: Lattice, kind: RadialAverageKind): RadialAverage {
  if (!Object.hasOwn(RULES, kind)) {
    throw new ParameterError(
      `Unknown radial average "${kind}": accepted are ${Object.keys(RULES).join(", ")}`,
    );
  }
  const { width, sites, geometry: { axes } } = lattice;
  const { squaredDistance, shellOf } = periodicShells(lattice);
  const largest = squaredReach(lattice);
  const keys = new Float64Array(sites).fill(-1);
  for (let d = 0; d < sites; d++) {
    if (shellOf[d] < 0) continue;
    const r2 = squaredDistance[shellOf[d]];
    if (r2 > largest) continue;
    const offset = minimumImage(lattice, [d % width, Math.floor(d / width)]);
    keys[d] = RULES[kind](offset, r2, axes) ?? -1;
  }
  const sorted = [...new Set(keys)].filter((key) => key >= 0).sort((a, b) => a - b);
  const places = new Map(sorted.map((key, place) => [key, place]));
  const placeOf = Int32Array.from(keys, (key) => places.get(key) ?? -1);
  const count = new Int32Array(sorted.length);
  const distance = new Float64Array(sorted.length);
  for (let d = 0; d < sites; d++) {
    if (placeOf[d] < 0) continue;
    count[placeOf[d]]++;
    distance[placeOf[d]] += Math.sqrt(squaredDistance[shellOf[d]]);
  }
  // Members of an axis or a shell point share one length; its mean could differ in the last digit.
  const exact = kind !== "rings";
  for (let p = 0; p < distance.length; p++) {
    distance[p] = exact ? Math.sqrt(sorted[p]) : distance[p] / count[p];
  }
  return { kind, distance, count, placeOf };
}

/**
 * The radial profile of a function of the displacement: its mean over the displacements at each
 * distance.
 *
 * @param G one number a displacement, shape [N], as `autocorrelation` returns it
 * @returns the profile, one number a distance of the average
 * @throws {ShapeError} if G is of another lattice
 */
export function radialProfile({ placeOf, count }: RadialAverage, G: Float64Array): Float64Array {
  if (G.length !== placeOf.length) {
    throw new ShapeError(
      `The radial average was prepared for ${placeOf.length} displacements: got ${G.length}`,
    );
  }
  const profile = new Float64Array(count.length);
  for (let d = 0; d < G.length; d++) {
    if (placeOf[d] >= 0) profile[placeOf[d]] += G[d];
  }
  for (let p = 0; p < profile.length; p++) profile[p] /= count[p];
  return profile;
}
