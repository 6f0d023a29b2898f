import type { HolsteinParameters } from "../../holstein/parameters.ts";
import { presetNamed } from "../../holstein/presets.ts";
import type { LatticeSpec } from "../../lattice/make_lattice.ts";
import type { WeightsReference } from "../../networks/weights_reference.ts";
import { withoutIdleDriver } from "./driver.ts";
import { dataSetPresetNamed } from "./presets.ts";
import type { DataSetRecipe, RandomDraw, TrajectoryRecipe } from "./recipe.ts";
import { validateRecipe } from "./validate_recipe.ts";

/** What may be given of a recipe; the rest comes from the presets. */
export interface DataSetOptions {
  /** Data-set preset; `small` when left out. */
  readonly preset?: string;
  /** Preset of the model's constants; `reference`, with which the paper's data were made. */
  readonly constants?: string;
  /** Constants that differ from that preset's. */
  readonly model?: Partial<HolsteinParameters>;
  /** Method of the labels; `exact` when left out. */
  readonly method?: string;
  /** Method that drives trajectories; the preset's, or else `method`, when left out. */
  readonly driver?: string;
  /** Eigensolver of the method `ed`. */
  readonly eigensolver?: string;
  /** Weights of a method that is a network, one for each temperature; shipped ones when left out. */
  readonly weights?: readonly WeightsReference[];
  /** What computes a network. */
  readonly backend?: string;
  /** Geometry of the preset's lattices; `square` when left out. */
  readonly lattice?: string;
  /** The lattices, in place of the preset's. */
  readonly lattices?: readonly LatticeSpec[];
  /** Temperatures. */
  readonly temperatures?: readonly number[];
  /** Number of random configurations as wide as the initial state of a quench. */
  readonly random?: number;
  /** Random configurations of other amplitudes; the preset's when left out. */
  readonly amplitudes?: readonly RandomDraw[];
  /** What differs in the trajectories. */
  readonly quench?: Partial<TrajectoryRecipe>;
  /** Whether twins are added; no when left out. */
  readonly particleHole?: boolean;
  /** Fraction held out; 0.3 when left out, as in the paper. */
  readonly heldOut?: number;
  /** Seed; 1 when left out. */
  readonly seed?: number;
}

/**
 * The complete recipe for some options.
 *
 * @throws {ParameterError} if a number is out of range, a name unknown, or nothing is asked for
 *
 * @example
 * ```ts
 * import { dataSetRecipe } from "../mod.ts";
 * import assert from "node:assert/strict";
 * const { lattices, quench } = dataSetRecipe({ preset: "paper", seed: 2 });
 * assert.deepEqual(lattices, [{ kind: "square", width: 40, height: 40 }]);
 * assert.equal(quench.trajectories * quench.snapshotSteps.length, 400);
 * ```
 */
export function dataSetRecipe(options: DataSetOptions = {}): DataSetRecipe {
  const { preset: name = "small", constants = "reference", model, seed = 1 } = options;
  const { weights, backend } = options;
  const preset = dataSetPresetNamed(name);
  const physics = presetNamed(constants);
  const { dampingRate, timeStep, initialDisplacement, initialVelocity } = physics;
  const quench = {
    trajectories: preset.trajectories,
    snapshotSteps: preset.snapshotSteps,
    integrator: "verlet-ou",
    dampingRate,
    timeStep,
    initialDisplacement,
    initialVelocity,
    ...options.quench,
  };
  const wide = { amplitude: quench.initialDisplacement, count: options.random ?? preset.random };
  const method = options.method ?? "exact";
  const { lattice } = options;
  const lattices = options.lattices ??
    preset.lattices.map((spec) => lattice === undefined ? spec : { ...spec, kind: lattice });
  // The cavity method, which presets let drive, is made for the square lattice.
  const driver = lattices.every(({ kind }) => kind === "square") ? preset.driver : undefined;
  const recipe = withoutIdleDriver({
    preset: name,
    constants,
    model: { ...physics.model, ...model },
    method,
    driver: options.driver ?? driver ?? method,
    eigensolver: options.eigensolver ?? "wasm",
    ...(weights !== undefined && { weights }),
    ...(backend !== undefined && { backend }),
    lattices,
    temperatures: options.temperatures ?? [physics.temperature],
    random: [
      ...(wide.count === 0 ? [] : [wide]),
      ...(options.amplitudes ?? preset.amplitudes ?? []),
    ],
    quench: quench.trajectories === 0 ? { ...quench, snapshotSteps: [] } : quench,
    particleHole: options.particleHole ?? false,
    heldOut: options.heldOut ?? 0.3,
    seed,
  });
  validateRecipe(recipe);
  return recipe;
}
