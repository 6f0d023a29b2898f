import type { SquareLattice } from "../../lib/lattice/square_lattice.ts";
import { CounterRng } from "../../lib/random/counter_rng.ts";

/** Standard normal numbers on the sites. */
export function randomField(lattice: SquareLattice, seed = 1): Float64Array {
  return new CounterRng(seed, "initialDisplacement").normals(lattice.sites);
}

/** Fields from generic ones to those whose environments mirrors leave alone. */
export function testFields(lattice: SquareLattice): Readonly<Record<string, Float64Array>> {
  const { sites, width, sublatticeSign } = lattice;
  const random = randomField(lattice);
  const sign = Float64Array.from(sublatticeSign);
  return {
    "random": random,
    "random and tiny": random.map((q) => 1e-200 * q),
    "small integers": random.map((q) => Math.round(0.7 * q)),
    "decimal fractions": random.map((q) => Math.round(q) / 10),
    "zero": new Float64Array(sites),
    "checkerboard": sign,
    "checkerboard with a flipped site": sign.map((s, i) => i === 0 ? -s : s),
    "single site": sign.map((_, i) => i === 0 ? 1 : 0),
    "straight wall": sign.map((s, i) => i % width < width / 2 ? s : -s),
    "diagonal wall": sign.map((s, i) => (i % width + Math.floor(i / width)) % width < 5 ? s : -s),
  };
}
