import assert from "node:assert/strict";
import type { Architecture } from "../../lib/networks/architecture.ts";
import { inputFeatures } from "../../lib/networks/parameter_layout.ts";
import {
  initialParameters,
  parameterCount,
  type ParameterSet,
} from "../../lib/networks/parameters.ts";
import { SquareLattice } from "../../lib/lattice/square_lattice.ts";
import type { BackendName } from "../../lib/networks/tfjs/backend.ts";
import { plainNetwork } from "../../lib/networks/twin/plain_network.ts";
import { PRESETS } from "../../lib/holstein/presets.ts";
import { type FlatEntry, flatLayout, flatten } from "../../lib/training/train/flat_parameters.ts";
import type { SampleGroup } from "../../lib/training/train/samples.ts";
import type { ShardSetup } from "../../lib/training/train/shard_computer.ts";
import { ShardTeam } from "../../lib/training/train/shard_team.ts";
import { type TrainingConfig, trainingConfig } from "../../lib/training/train/training_config.ts";
import { startingState } from "../../lib/training/train/training_state.ts";
import { trainingStep } from "../../lib/training/train/training_step.ts";
import { availableBackends } from "../networks/backends.ts";
import { randomFeatures } from "../networks/networks.ts";

/** As small as lattices are: the backend `cpu` takes a minute for more. */
const LATTICE = new SquareLattice(4);
const BACKENDS = await availableBackends();
/**
 * Parameters, and the seed of features for which none of the hundred thousand units lies so close to
 * the kink of its ReLU (1e-5 of their rms) that single and double precision take different sides:
 * one unit that does changes a gradient by 2e-4 of it.
 */
const CASES = {
  "mlp": { size: 10_753_763, seed: 3 },
  "gnn": { size: 10_753_793, seed: 33 },
  "energy-gnn": { size: 7_353_860, seed: 3 },
};

/** The training of a network as the paper has it. */
function paperConfig(network: string) {
  const { model } = PRESETS.reference;
  // Of a data set that nobody reads here: samples are made up below.
  const data = [{ sha256: "0".repeat(64), split: "none" }];
  return trainingConfig({ network, preset: "paper", model, data, temperature: 0.1 });
}

/** One configuration of random features and target. */
function randomSamples(architecture: Architecture): SampleGroup {
  const { seed } = CASES[architecture.model];
  const { kind, width, height, sites } = LATTICE;
  return {
    lattice: { kind, width, height },
    sites,
    configurations: 1,
    features: randomFeatures(sites * inputFeatures(architecture), seed),
    target: randomFeatures(sites, 4),
    kinds: ["random"],
  };
}

/** Root mean square; of ten million numbers, which must not be copied. */
function rmsOf(values: Float32Array): number {
  let squares = 0;
  for (const value of values) squares += value * value;
  return Math.sqrt(squares / values.length);
}

/** What a step left. */
interface Stepped {
  /** Gradient of the sum of squared errors before the step. */
  readonly gradient: Float32Array;
  /** Root mean square error before and after it. */
  readonly errors: readonly [before: number, after: number];
  /** Seconds of the step. */
  readonly seconds: number;
}

/** One step of training, gradient and Adam, by what trains networks. */
async function stepOn(
  backend: BackendName,
  given: TrainingConfig,
  parameters: ParameterSet,
): Promise<Stepped> {
  const config = { ...given, backend };
  const { architecture } = config;
  const flat = flatten(flatLayout(architecture), parameters);
  const group = randomSamples(architecture);
  const setup: ShardSetup = {
    architecture,
    parameters,
    flat: flat.slice(),
    gradients: new Float32Array(flat.length),
    sets: { train: [group] },
    parity: undefined,
    backend,
  };
  const team = await ShardTeam.start(setup, 1);
  const state = startingState(flat);
  const shard = { group: 0, configurations: [0], signs: [1] };
  const error = async () => {
    setup.flat.set(state.parameters);
    const [errors] = await team.answer([{ kind: "errors", set: "train", shard }]);
    return rmsOf(errors as Float32Array);
  };
  const before = await error();
  const begun = performance.now();
  // Far below the paper's rate: the test is of the gradient's direction, not of a stride's length.
  await trainingStep(team, setup, [group], [shard], state, 1e-7, config);
  const seconds = (performance.now() - begun) / 1000;
  const after = await error();
  team.close();
  return { gradient: setup.gradients, errors: [before, after], seconds };
}

/** Places of the largest gradient in a few of the arrays. */
function placesToCheck(layout: readonly FlatEntry[], gradient: Float32Array): number[] {
  const count = 6;
  return Array.from({ length: count }, (_, k) => {
    const { begin, end } = layout[Math.floor(k * (layout.length - 1) / (count - 1))];
    let largest = begin;
    for (let p = begin; p < end; p++) {
      if (Math.abs(gradient[p]) > Math.abs(gradient[largest])) largest = p;
    }
    return largest;
  });
}

/** The sum of squared errors in double precision as a function of one weight's change. */
function slowLoss(
  architecture: Architecture,
  parameters: ParameterSet,
  place: number,
): (by: number) => number {
  const { name, begin } = flatLayout(architecture)
    .find(({ begin, end }) => begin <= place && place < end)!;
  const { features, target } = randomSamples(architecture);
  return (by) => {
    const array = Float64Array.from(parameters.get(name)!);
    array[place - begin] += by;
    const changed = new Map<string, Float32Array | Float64Array>(parameters).set(name, array);
    const { values } = plainNetwork(architecture, changed, LATTICE, features);
    return values.reduce((sum, value, i) => sum + (value - target[i]) ** 2, 0);
  };
}

for (const [network, { size }] of Object.entries(CASES)) {
  Deno.test(`the paper's ${network}: a step of training on every backend takes ${size} weights downhill, by gradients that are equal and the central difference`, async () => {
    const config = paperConfig(network);
    const { architecture, initialisation } = config;
    assert.equal(parameterCount(architecture), size);
    const parameters = initialParameters(architecture, initialisation, 1);
    const steps: Stepped[] = [];
    for (const backend of BACKENDS) {
      const step = await stepOn(backend, config, parameters);
      const { errors: [before, after], seconds } = step;
      console.log(`  ${backend}: ${seconds.toFixed(1)} s, error ${before} → ${after}`);
      assert.equal(step.gradient.length, size);
      assert.ok(after < before, `${backend}: ${before} → ${after}`);
      steps.push(step);
    }
    const layout = flatLayout(architecture);
    for (const place of placesToCheck(layout, steps[0].gradient)) {
      const loss = slowLoss(architecture, parameters, place);
      // Short, for no unit of so many to pass the kink of its ReLU on the way.
      const h = 3e-8;
      const expected = (loss(h) - loss(-h)) / (2 * h);
      const { name } = layout.find(({ end }) => place < end)!;
      steps.forEach(({ gradient }, b) => {
        const off = Math.abs(gradient[place] / expected - 1);
        console.log(`  ${BACKENDS[b]}, ${name}: ${expected}, off by ${off.toExponential(1)} of it`);
        assert.ok(off <= 2e-5, `${BACKENDS[b]}, ${name}: ${gradient[place]}, not ${expected}`);
      });
    }
    const scale = rmsOf(steps[0].gradient);
    steps.forEach(({ gradient, errors: [before] }, b) => {
      let squares = 0;
      for (let k = 0; k < size; k++) squares += (gradient[k] - steps[0].gradient[k]) ** 2;
      const off = Math.sqrt(squares / size) / scale;
      console.log(
        `  ${BACKENDS[b]} and ${BACKENDS[0]}, all weights: ${off.toExponential(1)} of rms`,
      );
      assert.ok(off <= 2e-5, `${BACKENDS[b]} and ${BACKENDS[0]}: gradients differ by ${off}`);
      assert.ok(Math.abs(before / steps[0].errors[0] - 1) <= 1e-5, BACKENDS[b]);
    });
  });
}
