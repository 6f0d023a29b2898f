import { isNetworkMethod } from "../../forcefields/complete_spec.ts";
import type { ForceFieldSpec } from "../../forcefields/force_field_spec.ts";
import { HolsteinModel } from "../../holstein/holstein_model.ts";
import type { LatticeSpec } from "../../lattice/make_lattice.ts";
import { makeLattice } from "../../lattice/make_lattice.ts";
import { type QuenchConfig, quenchConfig } from "../../quench/quench_config.ts";
import { driverOf } from "./driver.ts";
import type { DataSetRecipe } from "./recipe.ts";
import { frameInterval } from "./snapshot_steps.ts";

/** A few random configurations of one amplitude, labelled and kept together. */
export interface RandomPiece {
  /** Number of the draw, counted over all groups: its random numbers' own counter. */
  readonly draw: number;
  /** Number of the first configuration within the draw. */
  readonly first: number;
  /** Number of configurations. */
  readonly count: number;
  /** Standard deviation of the displacements. */
  readonly amplitude: number;
}

/** A few snapshots of a group that are labelled, and kept, together. */
export interface SnapshotPiece {
  /** Number of the group. */
  readonly group: number;
  /** Number of the first snapshot among those of the group. */
  readonly first: number;
  /** Number of snapshots. */
  readonly count: number;
}

/** The work for all configurations of one lattice at one temperature. */
export interface GroupPlan {
  /** The lattice. */
  readonly lattice: LatticeSpec;
  /** Number of its sites. */
  readonly sites: number;
  /** Temperature. */
  readonly temperature: number;
  /** What labels its configurations. */
  readonly forceField: ForceFieldSpec;
  /** Its random configurations. */
  readonly pieces: readonly RandomPiece[];
  /** Its trajectories. */
  readonly trajectories: readonly QuenchConfig[];
  /** Its snapshots to label; none where what drives trajectories labels them as well. */
  readonly snapshots: readonly SnapshotPiece[];
}

/**
 * Number of the first trajectory. Runs that users start with the seed of a data set take numbers
 * from 0: far away from here, so that no test trajectory has been trained on.
 */
export const FIRST_TRAJECTORY = 2 ** 20;

/** Site forces between two pieces on the disk: a few seconds of work. */
const PIECE_SITES = 2 ** 17;
/** Most configurations of a piece. */
const LARGEST_PIECE = 64;

/** All the work of a recipe: a function of the recipe alone, as the names of files depend on it. */
export function planOf(recipe: DataSetRecipe): GroupPlan[] {
  let groups = 0;
  let draws = 0;
  let trajectories = FIRST_TRAJECTORY;
  return recipe.lattices.flatMap((lattice) =>
    recipe.temperatures.map((temperature, number) => {
      const forceField = forceFieldOf(recipe, recipe.method, lattice, number);
      const driver = forceFieldOf(recipe, driverOf(recipe), lattice, number);
      const sites = lattice.width * lattice.height;
      const { quench: { trajectories: runs, snapshotSteps } } = recipe;
      const relabelled = driverOf(recipe) === recipe.method ? 0 : runs * snapshotSteps.length;
      const group = groups++;
      return {
        lattice,
        sites,
        temperature,
        forceField,
        pieces: recipe.random.flatMap(({ amplitude, count }) =>
          drawOf(sites, amplitude, count, draws++)
        ),
        trajectories: Array.from(
          { length: runs },
          () => trajectoryOf(recipe, driver, trajectories++),
        ),
        snapshots: piecesOf(sites, relabelled).map((piece) => ({ group, ...piece })),
      };
    })
  );
}

/**
 * A force field of a recipe on a lattice at the temperature of this number. Weights and backend are
 * for those that are networks.
 *
 * @param method that of the labels, or the driver
 */
export function forceFieldOf(
  { eigensolver, model, temperatures, weights, backend }: DataSetRecipe,
  method: string,
  lattice: LatticeSpec,
  number: number,
): ForceFieldSpec {
  const learned = isNetworkMethod(method);
  const temperature = temperatures[number];
  const electrons = { ensemble: "grand-canonical", chemicalPotential: 0, temperature } as const;
  const { parameters } = new HolsteinModel(makeLattice(lattice), model);
  return {
    ...{ method, eigensolver, lattice, model: parameters, ...electrons },
    ...(learned && weights !== undefined && { weights: weights[number] }),
    ...(learned && backend !== undefined && { backend }),
  };
}

function drawOf(sites: number, amplitude: number, count: number, draw: number): RandomPiece[] {
  return piecesOf(sites, count).map((piece) => ({ draw, amplitude, ...piece }));
}

function piecesOf(sites: number, count: number): { first: number; count: number }[] {
  const size = Math.min(LARGEST_PIECE, Math.max(1, Math.floor(PIECE_SITES / sites)));
  return Array.from({ length: Math.ceil(count / size) }, (_, p) => ({
    first: p * size,
    count: Math.min(size, count - p * size),
  }));
}

function trajectoryOf(
  recipe: DataSetRecipe,
  { lattice: { kind, width, height }, ...electrons }: ForceFieldSpec,
  trajectory: number,
): QuenchConfig {
  const { quench, constants, seed } = recipe;
  const { trajectories: _, snapshotSteps, ...langevin } = quench;
  const saveEvery = frameInterval(snapshotSteps);
  return quenchConfig({
    ...electrons,
    ...langevin,
    preset: constants,
    lattice: kind,
    width,
    height,
    seed,
    trajectory,
    steps: snapshotSteps[snapshotSteps.length - 1],
    saveEvery,
    observeEvery: saveEvery,
  });
}

/** Site forces to compute for a recipe: the measure of its progress. */
export function workOf(plan: readonly GroupPlan[]): number {
  return plan.reduce((work, { sites, pieces, trajectories, snapshots }) => {
    const configurations = [...pieces, ...snapshots].reduce((sum, { count }) => sum + count, 0);
    return work + sites * trajectories.reduce((sum, { steps }) => sum + steps, configurations);
  }, 0);
}
