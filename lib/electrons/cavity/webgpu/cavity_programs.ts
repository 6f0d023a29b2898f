import type { Binding, ComputeDevice, Dispatch } from "../../../kernels/webgpu/compute_device.ts";
import { siteProgram, siteWorkgroups } from "../../../kernels/webgpu/site_programs.ts";
import { tileProgram, tileWorkgroups } from "../../../kernels/webgpu/tile_programs.ts";
import type { Lattice } from "../../../lattice/lattice.ts";
import type { CavitySweeps } from "../cavity_twin.ts";
import type { EmbeddingPlan } from "../embedding_plan.ts";
import type { EnginePole } from "../engine.ts";
import { gatherPoles } from "./gather.ts";
import { messageSweeps } from "./messages.ts";
import { adjointSweeps, MOST_ADJOINT_SWEEPS, type RingedPoles, ringSources } from "./rings.ts";
import { SWEEPS_AT_ONCE, TYPES } from "./wgsl.ts";
import { windowCentres } from "./window.ts";

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
 * lib/kernels/assembly/cavity/poles.ts, all poles of a stage in one dispatch, and several sweeps where they
 * fit. Energies are left out.
 *
 * @param field x = -(v - μ)/t, shape [N] in single precision
 * @throws {UnavailableError} if the device has not buffers of the size needed
 */
export function cavityPrograms(
  device: ComputeDevice,
  lattice: Lattice,
  { poles, windows, featured }: Pick<EmbeddingPlan, "poles" | "windows" | "featured">,
  field: GPUBuffer,
): CavityOnDevice {
  const { sites } = lattice;
  const total = poles.length, first = windows.poles;
  const sweepsOf = (kind: keyof CavitySweeps, least: number) =>
    poles.filter(({ sweeps }) => sweeps[kind] >= least).length;
  requireSchedule(poles);
  const beyondTree = Math.max(first, sweepsOf("adjoint", 1));
  const ringed: RingedPoles = { poles: total, first, count: beyondTree - first };
  // The first pass is for all poles: it makes the messages that sweeps begin with.
  const passes = Math.max(1, Math.ceil(poles[0].sweeps.messages / SWEEPS_AT_ONCE));
  const complexes = (name: string, count: number) => device.buffer(name, count * sites * COMPLEX);
  const bind = (buffer: GPUBuffer, type: string, writes = false) => ({ buffer, type, writes });
  const messages = complexes("messages", Math.min(passes, 2) * total * 4);
  const sources = complexes("sources of adjoint messages", ringed.count * 4);
  const inverses = complexes("inverses", beyondTree);
  const found = device.buffer("Green functions", (1 + 4 * featured) * sites * REAL);
  const table = device.buffer("poles", poleTable(poles));

  const base = { field: bind(field, TYPES.reals), poles: bind(table, TYPES.poles) };
  const read = { messages: bind(messages, TYPES.complexes) };
  const inverse = { inverses: bind(inverses, TYPES.complexes, true) };
  const dispatches: Dispatch[] = [];
  const add = (
    name: string,
    { functions, body, margin }: { functions: string; body: string; margin?: number },
    buffers: Readonly<Record<string, Binding>>,
    depth: number,
  ) => {
    if (depth === 0) return;
    const source = margin === undefined
      ? siteProgram(lattice, functions, body)
      : tileProgram(lattice, margin, functions, body);
    const workgroups = margin === undefined
      ? siteWorkgroups(lattice, depth)
      : tileWorkgroups(lattice, margin, depth);
    const program = device.program(name, source, { ...base, ...buffers });
    dispatches.push({ ...program, workgroups });
  };

  for (let pass = 0; pass < passes; pass++) {
    const count = pass === 0 ? total : sweepsOf("messages", SWEEPS_AT_ONCE * pass + 1);
    const written = { messages: bind(messages, TYPES.complexes, true) };
    add("sweeps of messages", messageSweeps(total, pass), written, count);
  }
  add("windows", windowCentres(total, windows.radius), { ...read, ...inverse }, first);
  const written = { sources: bind(sources, TYPES.complexes, true) };
  add("rings", ringSources(ringed), { ...read, ...inverse, ...written }, ringed.count);
  const responses = { ...read, ...inverse, sources: bind(sources, TYPES.complexes) };
  add("sweeps of adjoint messages", adjointSweeps(ringed), responses, ringed.count);
  add("sum over poles", gatherPoles(total, beyondTree, featured), {
    ...read,
    inverses: bind(inverses, TYPES.complexes),
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
    words.set([sweeps.messages, sweeps.adjoint], 4 * p + 2);
  });
  return words;
}

/** A dispatch covers the first poles only: those further out must not have more sweeps. */
function requireSchedule(poles: readonly EnginePole[]): void {
  const fine = poles.every(({ sweeps: { messages, adjoint } }, p) => {
    const next = poles[p + 1]?.sweeps;
    return adjoint <= MOST_ADJOINT_SWEEPS &&
      (next === undefined || next.messages <= messages && next.adjoint <= adjoint);
  });
  if (!fine) throw new Error("there are no device programs for this schedule of sweeps");
}
