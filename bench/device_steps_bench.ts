/**
 * Langevin steps with shipped GNNs on a GPU and step by step on the processor, side by side. Where
 * the only GPU is one in software, a small lattice shows that it runs, and its times mean nothing.
 *
 *     deno run --allow-read bench/device_steps_bench.ts
 */

import { LangevinNoise } from "../lib/dynamics/langevin_noise.ts";
import { makeIntegrator } from "../lib/dynamics/make_integrator.ts";
import { makePropagator } from "../lib/dynamics/make_propagator.ts";
import type { Propagator } from "../lib/dynamics/propagator.ts";
import { DevicePropagator } from "../lib/dynamics/webgpu/device_propagator.ts";
import { UnavailableError } from "../lib/errors.ts";
import { forceFieldSpec } from "../lib/forcefields/force_field_spec.ts";
import { makeForceField } from "../lib/forcefields/make_force_field.ts";
import { PRESETS } from "../lib/holstein/presets.ts";
import { DEFAULT_BACKEND } from "../lib/networks/field_model.ts";
import { gpuName, hasHardwareGpu } from "../lib/networks/tfjs/webgpu_device.ts";
import { CounterRng } from "../lib/random/counter_rng.ts";
import { type Contender, timeSideBySide } from "./side_by_side.ts";

const NETWORKS = ["gnn-small-T0.1", "gnn-medium-T0.1", "gnn-large-T0.1", "gnn-raw-T0.1"];
const { model, initialDisplacement, timeStep, dampingRate } = PRESETS.reference;

/** Times both on lattices of several sizes, and prints steps a second of each and their ratio. */
export async function run(rounds = 3): Promise<void> {
  let name: string;
  try {
    name = await gpuName();
  } catch (error) {
    if (!(error instanceof UnavailableError)) throw error;
    return console.log(error.message);
  }
  const hardware = await hasHardwareGpu();
  console.log(hardware ? name : `${name}: in software`);
  for (const side of hardware ? [50, 100, 200, 400, 800] : [20]) {
    // A GPU needs more of them to be busy for much longer than a read-back takes.
    const processor = hardware ? Math.max(2, Math.round(1e6 / side ** 2)) : 4;
    const steps = { gpu: hardware ? 25 * processor : 4, processor };
    for (const source of NETWORKS) await compare(source, side, steps, rounds);
  }
}

async function compare(
  source: string,
  side: number,
  steps: { readonly gpu: number; readonly processor: number },
  rounds: number,
) {
  const onGpu = new TimedRun("webgpu", source, side);
  const onProcessor = new TimedRun(DEFAULT_BACKEND, source, side);
  const [gpu, processor] = await timeSideBySide([
    onGpu.contender(steps.gpu),
    onProcessor.contender(steps.processor),
  ], rounds);
  const rates = [steps.gpu / gpu.minimum, steps.processor / processor.minimum].map((r) => 1000 * r);
  const [gpuRate, processorRate] = rates.map((rate) => rate.toPrecision(3).padStart(7));
  const { propagator } = onGpu;
  const dispatches = propagator instanceof DevicePropagator ? propagator.dispatchesPerStep : 0;
  console.log(
    `${side}×${side} ${
      source.padEnd(15)
    } ${steps.gpu} and ${steps.processor} steps, ${dispatches} ` +
      `dispatches each, least of ${rounds} rounds: webgpu ${gpuRate} steps a second, ` +
      `${processor.name} ${processorRate}, ratio ${(rates[0] / rates[1]).toPrecision(3)}`,
  );
  for (const run of [onGpu, onProcessor]) await run.close();
}

/**
 * A quench that starts anew before each round: a device works on the steps that it expects to be
 * asked for next, and would have done them while the other was timed.
 */
class TimedRun {
  readonly #backend: string;
  readonly #source: string;
  readonly #side: number;
  #started: Awaited<ReturnType<typeof propagatorOn>> | undefined;

  constructor(backend: string, source: string, side: number) {
    this.#backend = backend;
    this.#source = source;
    this.#side = side;
  }

  get propagator(): Propagator {
    if (this.#started === undefined) throw new Error("the run was not started");
    return this.#started.propagator;
  }

  contender(steps: number): Contender {
    return {
      name: this.#backend,
      prepare: async () => {
        await this.close();
        this.#started = await propagatorOn(this.#backend, this.#source, this.#side);
      },
      run: () => this.propagator.advance(steps),
    };
  }

  async close(): Promise<void> {
    await this.#started?.close();
    this.#started = undefined;
  }
}

/** A quench of the reference preset, about to start. */
async function propagatorOn(backend: string, source: string, side: number) {
  const lattice = { kind: "square", width: side, height: side };
  const spec = forceFieldSpec({ lattice, method: "gnn", weights: { source }, backend });
  const forceField = await makeForceField(spec);
  const parameters = { mass: model.mass, temperature: spec.temperature, dampingRate, timeStep };
  const integrator = makeIntegrator("verlet-ou", parameters, new LangevinNoise(1, 0));
  const dynamics = { integrator, seed: 1, trajectory: 0 };
  const Q = new CounterRng(1, "initialDisplacement").normals(side * side)
    .map((xi) => initialDisplacement * xi);
  const V = new Float64Array(side * side);
  const start = { step: 0, Q, V, evaluation: await forceField.evaluate(Q) };
  const propagator = await makePropagator(spec, forceField, dynamics, start, { workers: 1 });
  const close = async () => {
    await propagator.close();
    forceField.close();
  };
  return { propagator, close };
}

if (import.meta.main) await run();
