import type { Binding, ComputeDevice, Dispatch } from "../../../kernels/webgpu/compute_device.ts";
import { siteProgram, siteWorkgroups } from "../../../kernels/webgpu/site_programs.ts";
import type { Lattice } from "../../../lattice/lattice.ts";
import type { WindowOptions } from "../../cavity_embedding.ts";
import type { EnginePole } from "../engine.ts";
import { gatherPoles } from "./gather.ts";
import { firstSweep, nextSweep } from "./messages.ts";
import { adjointSweep, type RingedPoles, ringSources } from "./rings.ts";
import { windowCentres } from "./window.ts";
import { TYPES } from "./wgsl.ts";

/** What the cavity method is to work out, as `CavityEmbedding` does. */
export interface CavityPlan {
  /** The poles, from the real axis outwards. */
  readonly poles: readonly EnginePole[];
  /** Windows, for the first of them. */
  readonly windows: WindowOptions;
  /** How many poles have features, the first ones. */
  readonly featured: number;
}

/** The cavity method on a device. */
export interface CavityOnDevice {
  /** What to run, in this order. */
  readonly dispatches: readonly Dispatch[];
  /**
   * The answer, shape [1 + 4 featured, N] in single precision: n - 1/2, then for each of these poles
   * Re and Im of T w G and Re and Im of T w (G - G_tree).
   */
  readonly found: GPUBuffer;
}

/** Bytes of a real number, and of a complex one. */
const REAL = 4, COMPLEX = 8;

/**
 * The cavity method in WGSL on the periodic square lattice, in units of the hopping: the programs of
 * lib/kernels/assembly/cavity.ts, one invocation a site and pole and one dispatch a stage for all
 * poles together. Energies are left out.
 *
 * @param field x = -(v - μ)/t, shape [N] in single precision
 * @throws {UnavailableError} if the device has not buffers of the size needed
 */
export function cavityPrograms(
  device: ComputeDevice,
  lattice: Lattice,
  { poles, windows, featured }: CavityPlan,
  field: GPUBuffer,
): CavityOnDevice {
  const { sites } = lattice;
  const total = poles.length, first = windows.poles;
  const withMessages = (least: number) => poles.filter((p) => p.sweeps.messages >= least).length;
  const withRings = (least: number) =>
    Math.max(0, poles.filter((p) => p.sweeps.adjoint >= least).length - first);
  requireDescending(poles);
  const ringed: RingedPoles = { poles: total, first, count: withRings(1) };
  const buffer = (name: string, count: number, bytes: number) => device.buffer(name, count * bytes);
  const bind = (of: GPUBuffer, type: string, writes = false): Binding => ({
    buffer: of,
    type,
    writes,
  });
  const messages = buffer("messages", 2 * total * 4 * sites, COMPLEX);
  const centres = buffer("windows", first * sites, COMPLEX);
  const adjoints = buffer("adjoint messages", 2 * ringed.count * 4 * sites, COMPLEX);
  const sources = buffer("sources of adjoint messages", ringed.count * 4 * sites, COMPLEX);
  const own = buffer("inverses with rings", ringed.count * sites, COMPLEX);
  const found = buffer("Green functions", (1 + 4 * featured) * sites, REAL);
  const table = device.buffer("poles", poleTable(poles));

  const base = { field: bind(field, TYPES.reals), poles: bind(table, TYPES.poles) };
  const dispatches: Dispatch[] = [];
  const add = (
    name: string,
    { functions, body }: { functions: string; body: string },
    buffers: Readonly<Record<string, Binding>>,
    depth: number,
  ) => {
    const source = siteProgram(lattice, functions, body);
    const program = device.program(name, source, { ...base, ...buffers });
    dispatches.push({ ...program, workgroups: siteWorkgroups(lattice, depth) });
  };

  const written = { messages: bind(messages, TYPES.complexes, true) };
  const read = { messages: bind(messages, TYPES.complexes) };
  add("first sweep", firstSweep(total), written, total);
  for (let sweep = 2; withMessages(sweep) > 0; sweep++) {
    add("sweep", nextSweep(total, sweep % 2 as 0 | 1), written, withMessages(sweep));
  }
  if (first > 0) {
    const target = { ...read, centres: bind(centres, TYPES.complexes, true) };
    add("windows", windowCentres(total, windows.radius), target, first);
  }
  if (ringed.count > 0) {
    add("rings", ringSources(ringed), {
      ...read,
      adjoints: bind(adjoints, TYPES.complexes, true),
      sources: bind(sources, TYPES.complexes, true),
      own: bind(own, TYPES.complexes, true),
    }, ringed.count);
  }
  for (let sweep = 1; withRings(sweep) > 0; sweep++) {
    add("adjoint sweep", adjointSweep(ringed, (sweep - 1) % 2 as 0 | 1), {
      ...read,
      sources: bind(sources, TYPES.complexes),
      adjoints: bind(adjoints, TYPES.complexes, true),
    }, withRings(sweep));
  }
  add("gather", gatherPoles(ringed, featured), {
    ...read,
    ...(first > 0 && { centres: bind(centres, TYPES.complexes) }),
    ...(ringed.count > 0 && {
      adjoints: bind(adjoints, TYPES.complexes),
      own: bind(own, TYPES.complexes),
    }),
    found: bind(found, TYPES.reals, true),
  }, 1);
  return { dispatches, found };
}

/** The poles as WGSL's `struct Pole`. */
function poleTable(poles: readonly EnginePole[]): Uint32Array<ArrayBuffer> {
  const words = new Uint32Array(4 * poles.length);
  const reals = new Float32Array(words.buffer);
  poles.forEach(({ eta, temperature, weight, sweeps }, p) => {
    reals.set([eta, temperature * weight], 4 * p);
    // Sweep k of the messages writes to half k - 1, that of the adjoints to half k, of two.
    words.set([(sweeps.messages - 1) % 2, sweeps.adjoint % 2], 4 * p + 2);
  });
  return words;
}

/** A stage covers the first poles only: those further out have no more sweeps than those before. */
function requireDescending(poles: readonly EnginePole[]): void {
  const fine = poles.every(({ sweeps: { messages, adjoint } }, p) => {
    const next = poles[p + 1]?.sweeps;
    return messages >= 1 &&
      (next === undefined || next.messages <= messages && next.adjoint <= adjoint);
  });
  if (!fine) throw new Error("the schedule of sweeps does not descend");
}
