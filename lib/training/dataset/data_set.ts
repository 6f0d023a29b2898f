import { ParameterError } from "../../errors.ts";
import type { HolsteinModel } from "../../holstein/holstein_model.ts";
import type { LatticeSpec } from "../../lattice/make_lattice.ts";
import type { Versions } from "../../runs/run_record.ts";
import type { DataSetRecipe } from "./recipe.ts";

/**
 * Where configurations come from. `random`: independent normal displacements of one amplitude.
 * `quench`: snapshots of trajectories after a thermal quench.
 */
export const CONFIGURATION_KINDS = ["random", "quench"] as const;

/** Where a configuration comes from. */
export type ConfigurationKind = typeof CONFIGURATION_KINDS[number];

/** What is known of each of C configurations besides Q and n: one entry a configuration. */
export interface ConfigurationColumns {
  /** Where it comes from. */
  readonly kind: readonly ConfigurationKind[];
  /** Number of its trajectory, as `quench --trajectory-index` takes it; -1 for random ones. */
  readonly trajectory: Int32Array;
  /** Steps since the quench; 0 for random ones. */
  readonly step: Int32Array;
  /** Standard deviation of the displacements that it, or its trajectory's start, was drawn with. */
  readonly amplitude: Float64Array;
  /**
   * 1 for twins by particle-hole symmetry, n(-Q) = 1 - n(Q); 0 for configurations that were
   * solved. The k-th twin of a group is that of its k-th solved configuration.
   */
  readonly particleHole: Uint8Array;
}

/**
 * Labelled configurations of one lattice at one temperature. The label is the density n at μ = 0:
 * the one thing that costs to compute. It depends on gQ/t and T/t alone; forces for any k, κ and
 * for the same g/t follow from it exactly (`HolsteinModel.force`).
 */
export interface ConfigurationGroup extends ConfigurationColumns {
  /** The lattice, H rows of W sites. */
  readonly lattice: LatticeSpec;
  /** Temperature k_B T of the electrons, and of the bath of trajectories, in units of t. */
  readonly temperature: number;
  /** Number C of configurations. */
  readonly configurations: number;
  /** Displacements, shape [C, H, W]. */
  readonly Q: Float64Array;
  /** Site densities ⟨n_i⟩ at μ = 0, shape [C, H, W]. */
  readonly density: Float64Array;
}

/** Configurations to train on, and those that are held out, by number, ascending. */
export interface Split {
  /** Numbers of the configurations to train on. */
  readonly train: Int32Array;
  /** Numbers of the configurations held out. */
  readonly test: Int32Array;
}

/** How a data set was made. */
export interface DataSetProvenance {
  /** Everything that decides its bits. */
  readonly recipe: DataSetRecipe;
  /** The method that computed the densities. */
  readonly labels: string;
  /** The method whose forces drove the trajectories. */
  readonly trajectories: string;
  /** Versions of the software. */
  readonly versions: Versions;
  /** What the arithmetic of the machines that worked on it answered (`arithmeticProbe`). */
  readonly arithmetic: readonly string[];
}

/**
 * A data set: configurations by lattice and temperature, and ways to divide them. Configurations
 * are numbered through all groups: those of the first group first.
 */
export interface DataSet {
  /** How it was made. */
  readonly provenance: DataSetProvenance;
  /** The configurations. */
  readonly groups: readonly ConfigurationGroup[];
  /** Divisions into training and held-out configurations, by name. */
  readonly splits: Readonly<Record<string, Split>>;
}

/** One configuration of a data set. */
export interface LabelledConfiguration {
  /** Its group. */
  readonly group: ConfigurationGroup;
  /** Its place in the group. */
  readonly index: number;
  /** Displacements, shape [N]; a view. */
  readonly Q: Float64Array;
  /** Densities at μ = 0, shape [N]; a view. */
  readonly density: Float64Array;
}

/** Number of configurations in all groups. */
export function configurationCount(groups: readonly ConfigurationGroup[]): number {
  return groups.reduce((count, { configurations }) => count + configurations, 0);
}

/**
 * The configuration of that number.
 *
 * @throws {ParameterError} if there is none
 *
 * @example Force of the first configuration held out
 * ```ts
 * import { configurationAt, dataSetRecipe, makeDataSet } from "../mod.ts";
 * import { HolsteinModel, makeLattice } from "../../../mod.ts";
 * import assert from "node:assert/strict";
 * const work = await Deno.makeTempDir();
 * const recipe = dataSetRecipe({ preset: "smoke" });
 * const { dataSet } = await makeDataSet(recipe, work, { resources: { workers: 1 } });
 * await Deno.remove(work, { recursive: true });
 * assert.ok(dataSet);
 * const { group, Q, density } = configurationAt(dataSet, dataSet.splits.trajectory.test[0]);
 * const model = new HolsteinModel(makeLattice(group.lattice), recipe.model);
 * assert.equal(model.force(Q, density).length, group.lattice.width * group.lattice.height);
 * ```
 */
export function configurationAt({ groups }: DataSet, number: number): LabelledConfiguration {
  let index = number;
  for (const group of groups) {
    if (index >= 0 && index < group.configurations) {
      const { Q, density } = group;
      return { group, index, Q: fieldOf(group, Q, index), density: fieldOf(group, density, index) };
    }
    index -= group.configurations;
  }
  throw new ParameterError(
    `A data set of ${configurationCount(groups)} configurations has none of number ${number}`,
  );
}

/** The field of one configuration, shape [N], in an array of those of all; a view. */
export function fieldOf(
  { lattice: { width, height } }: ConfigurationGroup,
  all: Float64Array,
  index: number,
): Float64Array {
  const sites = width * height;
  return all.subarray(index * sites, (index + 1) * sites);
}

/** Forces of all configurations of a group, shape [C, H, W], with the constants of `model`. */
export function forcesOf(group: ConfigurationGroup, model: HolsteinModel): Float64Array {
  const forces = new Float64Array(group.Q.length);
  for (let c = 0; c < group.configurations; c++) {
    const force = model.force(fieldOf(group, group.Q, c), fieldOf(group, group.density, c));
    fieldOf(group, forces, c).set(force);
  }
  return forces;
}
