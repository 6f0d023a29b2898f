import type { Shard } from "./batches.ts";
import { adamStep } from "./adam.ts";
import type { SampleGroup } from "./samples.ts";
import type { ShardSetup, ShardTask } from "./shard_computer.ts";
import type { ShardTeam } from "./shard_team.ts";
import type { TrainingConfig } from "./training_config.ts";
import type { TrainingState } from "./training_state.ts";
import { NumericalError } from "../../errors.ts";

/** Decay, per step, of the running length of gradients. */
const LENGTH_DECAY = 0.99;
/** Steps over which averaging of weights takes hold: before, the mean would lag behind. */
const AVERAGING_START = 10;

/**
 * One step of training: the gradient of the mean squared error (Eq. 14) over a batch, summed in the
 * order of its shards whoever computed them, and one step of Adam.
 *
 * @throws {NumericalError} if loss or gradient are not finite; the state is then as it was
 */
export async function trainingStep(
  team: ShardTeam,
  setup: Pick<ShardSetup, "flat" | "gradients">,
  groups: readonly SampleGroup[],
  shards: readonly Shard[],
  state: TrainingState,
  learningRate: number,
  config: TrainingConfig,
): Promise<void> {
  const { flat, gradients } = setup;
  flat.set(state.parameters);
  const tasks = shards.map((shard, slot): ShardTask => ({ kind: "gradient", shard, slot }));
  const losses = await team.answer(tasks) as number[];
  const loss = losses.reduce((a, b) => a + b, 0);
  const sites = shards.reduce(
    (sum, { group, configurations }) => sum + configurations.length * groups[group].sites,
    0,
  );
  const gradient = meanGradient(gradients, shards.length, flat.length, sites);
  const size = lengthOf(gradient);
  // Before anything changes: a checkpoint must not hold numbers that no step can mend.
  if (!Number.isFinite(loss) || !Number.isFinite(size)) {
    throw new NumericalError(
      `The loss is ${loss} and its gradient ${size} at step ${state.step}: try a smaller ` +
        `learning rate than ${config.learningRate}`,
    );
  }
  cut(gradient, size, state, config.clip);
  state.step++;
  adamStep(state.parameters, gradient, state.adam, state.step, learningRate, config.adam);
  average(state, config.averaging);
  state.lossSum += loss;
  state.lossSites += sites;
}

function meanGradient(
  all: Float32Array,
  shards: number,
  length: number,
  sites: number,
): Float32Array {
  const sum = new Float64Array(length);
  for (let s = 0; s < shards; s++) {
    for (let k = 0; k < length; k++) sum[k] += all[s * length + k];
  }
  // Not by `from` and a function, which takes forty times as long: seconds for ten million weights.
  const mean = new Float32Array(length);
  for (let k = 0; k < length; k++) mean[k] = sum[k] / sites;
  return mean;
}

function lengthOf(gradient: Float32Array): number {
  let sum = 0;
  for (let k = 0; k < gradient.length; k++) sum += gradient[k] * gradient[k];
  return Math.sqrt(sum);
}

/** Shortens a gradient that is `clip` times longer than usual: one rare site must not undo many steps. */
function cut(gradient: Float32Array, length: number, state: TrainingState, clip: number): void {
  const usual = state.gradientLength || length;
  const longest = clip > 0 ? clip * usual : Infinity;
  const factor = length > longest ? longest / length : 1;
  if (factor < 1) {
    for (let k = 0; k < gradient.length; k++) gradient[k] *= factor;
  }
  state.gradientLength = LENGTH_DECAY * usual + (1 - LENGTH_DECAY) * Math.min(length, longest);
}

function average({ step, parameters, average: mean }: TrainingState, decay: number): void {
  const effective = Math.min(decay, (step - 1) / (step - 1 + AVERAGING_START));
  for (let k = 0; k < mean.length; k++) {
    mean[k] += (1 - effective) * (parameters[k] - mean[k]);
  }
}
