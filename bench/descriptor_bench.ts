/**
 * Features of all sites of a lattice: the WebAssembly kernel against its plain twin, one thread.
 *
 *     deno run bench/descriptor_bench.ts [SIDE]
 */

import {
  DESCRIPTOR_SIZE,
  FEATURE_FORMS,
  PlainDescriptor,
  WasmDescriptor,
} from "../lib/descriptor/mod.ts";
import { SquareLattice } from "../lib/lattice/square_lattice.ts";
import { CounterRng } from "../lib/random/counter_rng.ts";
import { type Contender, timeSideBySide, timingTable } from "./side_by_side.ts";

const BASE = "wasm, single";

/** Times all forms on a random field, and the default form on a checkerboard, where r = 0. */
export async function run(side = 200, rounds = 5): Promise<void> {
  const lattice = new SquareLattice(side);
  const random = new CounterRng(1, "initialDisplacement").normals(lattice.sites);
  const checkerboard = Float64Array.from(lattice.sublatticeSign);
  for (const form of FEATURE_FORMS) {
    console.log(`descriptor "${form}", ${side}×${side} sites, random field, ${rounds} rounds`);
    console.log(timingTable(await timeSideBySide(contenders(lattice, form, random), rounds), BASE));
  }
  console.log(`descriptor "complete", ${side}×${side} sites, checkerboard, ${rounds} rounds`);
  const timings = await timeSideBySide(contenders(lattice, "complete", checkerboard), rounds);
  console.log(timingTable(timings, BASE));
}

function contenders(
  lattice: SquareLattice,
  form: (typeof FEATURE_FORMS)[number],
  field: Float64Array,
): Contender[] {
  const single = new Float32Array(DESCRIPTOR_SIZE * lattice.sites);
  const double = new Float64Array(DESCRIPTOR_SIZE * lattice.sites);
  const plain = new PlainDescriptor(lattice, form);
  const wasm = new WasmDescriptor(lattice, form);
  return [
    { name: "plain, double", run: () => Promise.resolve(plain.describe(field, double)) },
    { name: "wasm, double", run: () => Promise.resolve(wasm.describe(field, double)) },
    { name: BASE, run: () => Promise.resolve(wasm.describe(field, single)) },
  ];
}

if (import.meta.main) await run(...Deno.args.slice(0, 1).map(Number));
