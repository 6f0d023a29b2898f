import { ParameterError } from "../../errors.ts";
import { CounterRng } from "../../random/counter_rng.ts";
import { configurationCount, type DataSet } from "../dataset/data_set.ts";

/** The parts of a data set that can be asked for: those of a split, or everything. */
export const DATA_SET_PARTS = ["test", "train", "all"] as const;

/** A part of a data set. */
export type DataSetPart = typeof DATA_SET_PARTS[number];

/** Which configurations of a data set. */
export interface ConfigurationSelection {
  /** Name of the split; `trajectory`, the one that counts, when left out. */
  readonly split?: string;
  /** `test` when left out; `all` are the configurations of both parts, whatever the split. */
  readonly part?: DataSetPart;
  /** At most so many, drawn at random; all when left out. */
  readonly limit?: number;
  /** Seed of that draw; 1 when left out. */
  readonly seed?: number;
}

/** Numbers that the stream `evaluationSample` gives to each of its uses. */
export const SAMPLE_DRAWS = { configurations: 0, precision: 1, parity: 2, validation: 3 } as const;

/**
 * Numbers of the configurations selected, ascending.
 *
 * @throws {ParameterError} if there is no such split, or no configuration in its part
 */
export function selectConfigurations(
  dataSet: DataSet,
  { split: name = "trajectory", part = "test", limit, seed = 1 }: ConfigurationSelection = {},
): Int32Array {
  if (limit !== undefined && !(Number.isSafeInteger(limit) && limit > 0)) {
    throw new ParameterError(`limit must be a positive integer: current value is ${limit}`);
  }
  const numbers = part === "all"
    ? Int32Array.from({ length: configurationCount(dataSet.groups) }, (_, number) => number)
    : splitNamed(dataSet, name)[part];
  if (numbers.length === 0) {
    throw new ParameterError(
      `The ${part} part of the split "${name}" has no configurations: take the part ` +
        `${part === "test" ? "train" : "test"}, another split, or the split all`,
    );
  }
  return drawSome(numbers, limit ?? numbers.length, seed, SAMPLE_DRAWS.configurations);
}

/**
 * At most `count` of some numbers, drawn at random: every so many-th would meet the same steps of
 * all trajectories.
 */
export function drawSome(
  numbers: Int32Array,
  count: number,
  seed: number,
  draw: number,
): Int32Array {
  if (count >= numbers.length) return numbers.slice();
  const rng = new CounterRng(seed, "evaluationSample");
  const order = rng.permutation(numbers.length, { trajectory: draw });
  return Int32Array.from(order.subarray(0, count), (place) => numbers[place]).sort();
}

function splitNamed({ splits }: DataSet, name: string) {
  if (!Object.hasOwn(splits, name)) {
    throw new ParameterError(
      `This data set has no split "${name}": it has ${Object.keys(splits).join(", ") || "none"}`,
    );
  }
  return splits[name];
}
