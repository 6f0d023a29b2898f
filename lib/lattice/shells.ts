import { ParameterError } from "../errors.ts";
import { type Offset, squaredLength } from "./offset.ts";

/** All offsets of one length on the infinite square lattice. */
export interface Shell {
  /** Squared length r² = dx² + dy², an integer. */
  readonly squaredDistance: number;
  /** The offsets by angle, counter-clockwise from the +x axis. */
  readonly offsets: readonly Offset[];
}

/**
 * The shells of the infinite square lattice with 0 < r² ≤ `maximumSquaredDistance`, nearest first;
 * the site itself is not among them.
 *
 * Offsets of one length form one shell even where no rotation or mirror carries them into each
 * other, as (5, 0) and (3, 4): `orbit` gives the sets that D4 does.
 *
 * @param maximumSquaredDistance largest r², a number of at least 1
 * @throws {ParameterError} if it is below 1 or not finite
 *
 * @example The 45 sites within √13 of a site: itself and 8 shells
 * ```ts
 * import { latticeShells } from "../../mod.ts";
 * import assert from "node:assert/strict";
 * const sizes = latticeShells(13).map((shell) => shell.offsets.length);
 * assert.deepEqual(sizes, [4, 4, 4, 8, 4, 4, 8, 8]);
 * ```
 */
export function latticeShells(maximumSquaredDistance: number): Shell[] {
  if (!(Number.isFinite(maximumSquaredDistance) && maximumSquaredDistance >= 1)) {
    throw new ParameterError(
      `The largest squared distance must be a number of at least 1: current value is ${maximumSquaredDistance}`,
    );
  }
  const reach = Math.floor(Math.sqrt(maximumSquaredDistance));
  const byDistance = new Map<number, Offset[]>();
  for (let dy = -reach; dy <= reach; dy++) {
    for (let dx = -reach; dx <= reach; dx++) {
      const r2 = squaredLength([dx, dy]);
      if (r2 === 0 || r2 > maximumSquaredDistance) continue;
      byDistance.set(r2, [...byDistance.get(r2) ?? [], [dx, dy]]);
    }
  }
  return [...byDistance]
    .sort(([a], [b]) => a - b)
    .map(([squaredDistance, offsets]) => ({
      squaredDistance,
      offsets: offsets.sort((a, b) => angle(a) - angle(b)),
    }));
}

function angle([dx, dy]: Offset): number {
  const a = Math.atan2(dy, dx);
  return a < 0 ? a + 2 * Math.PI : a;
}
