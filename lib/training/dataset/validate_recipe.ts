import { ParameterError } from "../../errors.ts";
import { requireStableTimeStep, validateLangevin } from "../../dynamics/langevin_parameters.ts";
import { INTEGRATORS } from "../../dynamics/make_integrator.ts";
import { EIGENSOLVERS } from "../../electrons/eigensolvers/make_eigensolver.ts";
import { METHODS } from "../../forcefields/make_force_field.ts";
import { validateHolstein } from "../../holstein/parameters.ts";
import { makeLattice } from "../../lattice/make_lattice.ts";
import { CounterRng } from "../../random/counter_rng.ts";
import { configHash } from "../../runs/config_hash.ts";
import { driverOf } from "./driver.ts";
import type { DataSetRecipe } from "./recipe.ts";
import { frameInterval } from "./snapshot_steps.ts";

/** Frames that a trajectory may keep on the disk; they lie at a common divisor of its snapshots. */
const MOST_FRAMES = 5000;
/** Bytes of Q and n in one file: a zip archive ends at 4 GiB, and is put together in memory. */
const MOST_BYTES = 2 ** 31;

/**
 * Refuses at the start what would otherwise fail after hours of work.
 *
 * @throws {ParameterError} if a number is out of range, a name unknown, or nothing is asked for
 */
export function validateRecipe(recipe: DataSetRecipe): void {
  const { model, lattices, temperatures, random, heldOut, seed } = recipe;
  requireKnown("method", recipe.method, METHODS);
  requireKnown("driver", driverOf(recipe), METHODS);
  requireKnown("eigensolver", recipe.eigensolver, EIGENSOLVERS);
  requireWeightsByTemperature(recipe);
  for (const lattice of lattices) validateHolstein(model, makeLattice(lattice).coordination);
  for (const temperature of temperatures) {
    requirePositive("The temperature", temperature);
    validateTrajectories(recipe, temperature);
  }
  requireDistinct("lattice", lattices);
  requireDistinct("temperature", temperatures);
  for (const { amplitude, count } of random) {
    requirePositive("An amplitude of random configurations", amplitude);
    requireCount("The number of random configurations", count, 0);
  }
  if (!(heldOut >= 0 && heldOut < 1)) {
    throw new ParameterError(
      `The fraction held out must be at least 0 and below 1: current value is ${heldOut}`,
    );
  }
  new CounterRng(seed, "datasetSplit");
  requireSize(recipe);
}

function requireWeightsByTemperature({ weights, temperatures }: DataSetRecipe) {
  if (weights === undefined || weights.length === temperatures.length) return;
  throw new ParameterError(
    `Weights must be given one for each temperature: ${weights.length} are given for ` +
      `${temperatures.length} temperatures`,
  );
}

function validateTrajectories({ quench, model, lattices }: DataSetRecipe, temperature: number) {
  const { trajectories, snapshotSteps, integrator, dampingRate, timeStep } = quench;
  requireCount("The number of trajectories", trajectories, 0);
  if (trajectories === 0) return;
  requireKnown("integrator", integrator, INTEGRATORS);
  const langevin = { mass: model.mass, temperature, dampingRate, timeStep };
  validateLangevin(langevin);
  for (const lattice of lattices) {
    const { coordination } = makeLattice(lattice);
    requireStableTimeStep(langevin, model.k + coordination * Math.abs(model.kappa));
  }
  requirePositive("The width of the initial displacements", quench.initialDisplacement);
  if (!(quench.initialVelocity >= 0 && Number.isFinite(quench.initialVelocity))) {
    throw new ParameterError(
      `The width of the initial velocities must be at least 0: ` +
        `current value is ${quench.initialVelocity}`,
    );
  }
  if (snapshotSteps.length === 0) throw new ParameterError("Trajectories need snapshot steps");
  snapshotSteps.forEach((step, s) => {
    requireCount("A snapshot step", step, 1);
    if (s > 0 && step <= snapshotSteps[s - 1]) {
      throw new ParameterError(
        `Snapshot steps must ascend: ${step} follows ${snapshotSteps[s - 1]}`,
      );
    }
  });
  const frames = snapshotSteps[snapshotSteps.length - 1] / frameInterval(snapshotSteps);
  if (frames > MOST_FRAMES) {
    throw new ParameterError(
      `The snapshot steps have no common divisor above ${frameInterval(snapshotSteps)}, and so ` +
        `take ${frames} frames a trajectory on the disk: choose multiples of a larger number, ` +
        `for at most ${MOST_FRAMES} frames`,
    );
  }
}

function requireSize({ lattices, temperatures, random, quench, particleHole }: DataSetRecipe) {
  const drawn = random.reduce((sum, { count }) => sum + count, 0);
  const each = drawn + quench.trajectories * quench.snapshotSteps.length;
  if (each === 0) throw new ParameterError("A data set needs at least one configuration");
  const sites = lattices.reduce((sum, { width, height }) => sum + width * height, 0);
  const bytes = 16 * sites * temperatures.length * each * (particleHole ? 2 : 1);
  if (bytes > MOST_BYTES) {
    throw new ParameterError(
      `The data set would take ${(bytes / 2 ** 30).toPrecision(3)} GiB, and one file holds at ` +
        `most ${MOST_BYTES / 2 ** 30}: make several of different seeds`,
    );
  }
}

function requireKnown(what: string, name: string, accepted: readonly string[]): void {
  if (!accepted.includes(name)) {
    throw new ParameterError(`Unknown ${what} "${name}": accepted are ${accepted.join(", ")}`);
  }
}

function requireDistinct(what: string, values: readonly unknown[]): void {
  if (values.length === 0) throw new ParameterError(`A data set needs at least one ${what}`);
  if (new Set(values.map(configHash)).size < values.length) {
    throw new ParameterError(`A ${what} is given twice`);
  }
}

function requirePositive(what: string, value: number): void {
  if (!(Number.isFinite(value) && value > 0)) {
    throw new ParameterError(`${what} must be a positive number: current value is ${value}`);
  }
}

function requireCount(what: string, value: number, least: number): void {
  if (!Number.isSafeInteger(value) || value < least || value >= 2 ** 31) {
    throw new ParameterError(
      `${what} must be an integer of at least ${least} and below 2^31: current value is ${value}`,
    );
  }
}
