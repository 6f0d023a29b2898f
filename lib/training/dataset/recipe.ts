import type { HolsteinParameters } from "../../holstein/parameters.ts";
import type { LatticeSpec } from "../../lattice/make_lattice.ts";
import type { WeightsReference } from "../../networks/weights_reference.ts";

/** Independent normal displacements of one amplitude. */
export interface RandomDraw {
  /** Standard deviation of the displacements. */
  readonly amplitude: number;
  /** Number of configurations for every lattice and temperature. */
  readonly count: number;
}

/** Quench trajectories whose snapshots are taken. */
export interface TrajectoryRecipe {
  /** Number of trajectories for every lattice and temperature. */
  readonly trajectories: number;
  /** Steps at which snapshots are taken, ascending; the last one ends the trajectory. */
  readonly snapshotSteps: readonly number[];
  /** Name of the integrator. */
  readonly integrator: string;
  /** Damping rate Γ. */
  readonly dampingRate: number;
  /** Time step Δt. */
  readonly timeStep: number;
  /** Standard deviation of the random initial displacements. */
  readonly initialDisplacement: number;
  /** Standard deviation of the random initial velocities. */
  readonly initialVelocity: number;
}

/** Frames that were made elsewhere. */
export interface ImportedFrames {
  /** Number of frames. */
  readonly frames: number;
  /** SHA-256 over the names and contents of their files. */
  readonly sha256: string;
}

/**
 * Everything that decides the bits of a data set; how it is computed (workers, work folder) is not
 * in here. Labels are grand-canonical at μ = 0, where the force is strictly local.
 */
export interface DataSetRecipe {
  /** Name of the data-set preset that filled in what was not given. */
  readonly preset: string;
  /** Name of the preset of the model's constants, `reference` or `paper`. */
  readonly constants: string;
  /** Constants of the model, in units of t. */
  readonly model: HolsteinParameters;
  /** Name of the method that labels configurations. */
  readonly method: string;
  /**
   * Name of the method that drives trajectories, whose snapshots `method` labels afterwards. Left
   * out where it is `method`: snapshots then keep the densities that their forces were made of.
   */
  readonly driver?: string;
  /** Eigensolver of the method `ed`. */
  readonly eigensolver: string;
  /** Weights of a method that is a network, one for each temperature. */
  readonly weights?: readonly WeightsReference[];
  /** What computes a network. */
  readonly backend?: string;
  /** The lattices. */
  readonly lattices: readonly LatticeSpec[];
  /** Temperatures k_B T, in units of t. */
  readonly temperatures: readonly number[];
  /** Random configurations for every lattice and temperature. */
  readonly random: readonly RandomDraw[];
  /** Trajectories for every lattice and temperature. */
  readonly quench: TrajectoryRecipe;
  /** Whether every configuration's twin -Q, 1 - n is added. */
  readonly particleHole: boolean;
  /** Fraction of the configurations, or of the trajectories, that a split holds out. */
  readonly heldOut: number;
  /** Seed of all random numbers. */
  readonly seed: number;
  /**
   * The folders of frames that the set was made of, where it was not computed here. Methods are then
   * called `imported`, and of the quench what the files do not say is as the constants' preset has it.
   */
  readonly imported?: readonly ImportedFrames[];
}
