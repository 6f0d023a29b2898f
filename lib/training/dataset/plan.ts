import type { ForceFieldSpec } from "../../forcefields/force_field_spec.ts";
import { HolsteinModel } from "../../holstein/holstein_model.ts";
import type { LatticeSpec } from "../../lattice/make_lattice.ts";
import { makeLattice } from "../../lattice/make_lattice.ts";
import { type QuenchConfig, quenchConfig } from "../../quench/quench_config.ts";
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

/** The work for all configurations of one lattice at one temperature. */
export interface GroupPlan {
  /** The lattice. */
  readonly lattice: LatticeSpec;
  /** Number of its sites. */
  readonly sites: number;
  /** Temperature. */
  readonly temperature: number;
  /** What labels its random configurations. */
  readonly forceField: ForceFieldSpec;
  /** Its random configurations. */
  readonly pieces: readonly RandomPiece[];
  /** Its trajectories. */
  readonly trajectories: readonly QuenchConfig[];
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
  let draws = 0;
  let trajectories = FIRST_TRAJECTORY;
  return recipe.lattices.flatMap((lattice) =>
    recipe.temperatures.map((temperature, number) => {
      const forceField = forceFieldOf(recipe, lattice, number);
      const sites = lattice.width * lattice.height;
      return {
        lattice,
        sites,
        temperature,
        forceField,
        pieces: recipe.random.flatMap(({ amplitude, count }) =>
          piecesOf(sites, amplitude, count, draws++)
        ),
        trajectories: Array.from(
          { length: recipe.quench.trajectories },
          () => trajectoryOf(recipe, forceField, trajectories++),
        ),
      };
    })
  );
}

/** The force field on a lattice at the temperature of this number. */
export function forceFieldOf(
  { method, eigensolver, model, temperatures, weights, backend }: DataSetRecipe,
  lattice: LatticeSpec,
  number: number,
): ForceFieldSpec {
  const temperature = temperatures[number];
  const electrons = { ensemble: "grand-canonical", chemicalPotential: 0, temperature } as const;
  const { parameters } = new HolsteinModel(makeLattice(lattice), model);
  return {
    ...{ method, eigensolver, lattice, model: parameters, ...electrons },
    ...(weights !== undefined && { weights: weights[number] }),
    ...(backend !== undefined && { backend }),
  };
}

function piecesOf(sites: number, amplitude: number, count: number, draw: number): RandomPiece[] {
  const size = Math.min(LARGEST_PIECE, Math.max(1, Math.floor(PIECE_SITES / sites)));
  return Array.from({ length: Math.ceil(count / size) }, (_, p) => ({
    draw,
    amplitude,
    first: p * size,
    count: Math.min(size, count - p * size),
  }));
}

function trajectoryOf(
  { quench, constants, seed }: DataSetRecipe,
  { lattice: { kind, width, height }, ...electrons }: ForceFieldSpec,
  trajectory: number,
): QuenchConfig {
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
  return plan.reduce((work, { sites, pieces, trajectories }) => {
    const configurations = pieces.reduce((sum, { count }) => sum + count, 0);
    return work + sites * trajectories.reduce((sum, { steps }) => sum + steps, configurations);
  }, 0);
}
