import { ParameterError } from "../../errors.ts";
import type { Lattice } from "../../lattice/lattice.ts";
import type { CavityEmbeddingOptions, WindowOptions } from "../cavity_embedding_options.ts";
import type { CavitySweeps } from "./cavity_twin.ts";
import type { EnginePole } from "./engine.ts";
import {
  cavityPoleSet,
  convergedPoles,
  MOST_CONVERGED_SWEEPS,
  MOST_SWEEPS,
  scheduledPoles,
} from "./schedule.ts";

/** What an embedding computes, as plain data that threads can share. */
export interface EmbeddingPlan {
  /** All poles, those nearest to the real axis first, in units of t. */
  readonly poles: readonly EnginePole[];
  /** How many of them hand out features. */
  readonly featured: number;
  /** Which of them are done by windows. */
  readonly windows: WindowOptions;
  /** The most sweeps of any pole. */
  readonly mostSweeps: CavitySweeps;
  /** Largest |v - μ|/t that the poles are good for. */
  readonly largestPotential: number;
}

/** Largest |v_i - μ|/t that an embedding accepts unless told. */
export const LARGEST_POTENTIAL = 200;

/** Largest radius of a window. */
const MOST_RADIUS = 3;

/**
 * The poles and sweeps of an embedding.
 *
 * @throws {ParameterError} if an option is out of range or the lattice is not the square one
 */
export function planEmbedding(lattice: Lattice, options: CavityEmbeddingOptions): EmbeddingPlan {
  const { hopping, temperature, poles, largestPotential = LARGEST_POTENTIAL } = options;
  const { sweeps = "scheduled", windows = { radius: 1, poles: 0 } } = options;
  for (const [name, value] of Object.entries({ hopping, temperature, largestPotential })) {
    if (!(Number.isFinite(value) && value > 0)) {
      throw new ParameterError(`${name} must be a positive number: current value is ${value}`);
    }
  }
  const set = cavityPoleSet((largestPotential + lattice.coordination) * hopping / temperature);
  requireInteger("The number of poles", poles, 0, set.poles);
  requireInteger("The radius of windows", windows.radius, 1, MOST_RADIUS);
  requireInteger("The number of poles with windows", windows.poles, 0, set.poles);
  const converged = sweeps === "converged";
  return {
    poles: (converged ? convergedPoles : scheduledPoles)(set, temperature / hopping),
    featured: poles,
    windows,
    mostSweeps: converged ? MOST_CONVERGED_SWEEPS : MOST_SWEEPS,
    largestPotential,
  };
}

function requireInteger(name: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw new ParameterError(
    `${name} must be an integer from ${least} to ${most}: current value is ${value}`,
  );
}
