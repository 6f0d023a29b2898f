import { FormatError } from "../../errors.ts";
import { evaluateMany } from "../../forcefields/evaluate_many.ts";
import type { Resources } from "../../forcefields/force_field_spec.ts";
import { fileError } from "../../io/file_error.ts";
import { CounterRng } from "../../random/counter_rng.ts";
import { configHash } from "../../runs/config_hash.ts";
import type { ConfigurationGroup, DataSetProvenance } from "./data_set.ts";
import { readDataSet, writeDataSet } from "./data_set_file.ts";
import type { GroupPlan, RandomPiece } from "./plan.ts";

/** Displacements of configuration number `configuration` of a draw, shape [N]. */
export function randomConfiguration(
  seed: number,
  { draw, amplitude }: RandomPiece,
  configuration: number,
  sites: number,
): Float64Array {
  const rng = new CounterRng(seed, "datasetConfiguration");
  return rng.normals(sites, { step: draw, trajectory: configuration }).map((q) => amplitude * q);
}

/** Site forces that are computed in the time in which a worker thread starts. */
const WORTH_A_WORKER = 2 ** 13;

/** Draws and labels a piece of random configurations. */
export async function labelPiece(
  { forceField, sites, lattice, temperature }: GroupPlan,
  piece: RandomPiece,
  seed: number,
  resources: Resources,
  onDone: (done: number) => void,
): Promise<ConfigurationGroup> {
  const { first, count, amplitude } = piece;
  const configurations = Array.from(
    { length: count },
    (_, c) => randomConfiguration(seed, piece, first + c, sites),
  );
  const workers = Math.min(resources.workers, Math.ceil(count * sites / WORTH_A_WORKER));
  const labels = await evaluateMany(
    forceField,
    configurations,
    { ...resources, workers },
    onDone,
  );
  const Q = new Float64Array(count * sites);
  const density = new Float64Array(count * sites);
  configurations.forEach((values, c) => Q.set(values, c * sites));
  labels.forEach((label, c) => density.set(label.density, c * sites));
  return {
    lattice,
    temperature,
    configurations: count,
    Q,
    density,
    kind: Array.from({ length: count }, () => "random"),
    trajectory: new Int32Array(count).fill(-1),
    step: new Int32Array(count),
    amplitude: new Float64Array(count).fill(amplitude),
    particleHole: new Uint8Array(count),
  };
}

/** Keeps a piece, as a data set of its own that knows its recipe. */
export async function writePiece(
  path: string,
  group: ConfigurationGroup,
  provenance: DataSetProvenance,
): Promise<void> {
  await writeDataSet(path, { provenance, groups: [group], splits: {} });
}

/**
 * The piece kept at `path`, or undefined if there is none yet.
 *
 * @throws {FormatError} if it is damaged or belongs to another recipe
 */
export async function readPiece(
  path: string,
  { recipe }: DataSetProvenance,
): Promise<ConfigurationGroup | undefined> {
  try {
    await Deno.stat(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw fileError(error, "read", path);
  }
  const { dataSet } = await readDataSet(path);
  if (configHash(dataSet.provenance.recipe) !== configHash(recipe)) {
    throw new FormatError(`Cannot use ${path}: it belongs to another data set; remove it`);
  }
  return dataSet.groups[0];
}
