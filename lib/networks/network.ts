import { ParameterError } from "../errors.ts";
import type { HolsteinParameters } from "../holstein/parameters.ts";
import type { Lattice } from "../lattice/lattice.ts";
import type { Architecture } from "./architecture.ts";
import type { ParameterSet } from "./parameters.ts";

/** The physics that a network was trained for. */
export interface TrainingConditions {
  /** Temperature of the electrons in units of the hopping, T/t. */
  readonly temperature: number;
  /** Kind of lattice; `square` when left out. */
  readonly lattice?: string;
  /** Constants of the model, in units of t; only where the target is the whole force. */
  readonly model?: HolsteinParameters;
}

/** A network ready for use: what it is, its weights, and what it was trained for. */
export interface Network {
  /** Names and shapes of the weights, and how they are used. */
  readonly architecture: Architecture;
  /** The weights. */
  readonly parameters: ParameterSet;
  /** The physics that it was trained for. */
  readonly conditions: TrainingConditions;
  /** Smallest and largest input (gQ + μ)/t, or Q, among the training data, if recorded. */
  readonly inputRange?: readonly [smallest: number, largest: number];
  /** How it was made: data set, seed, epochs, errors. JSON values. */
  readonly provenance: Readonly<Record<string, unknown>>;
}

/** Relative difference below which two constants count as the same: files hold decimal numbers. */
const SAME = 1e-9;

/** The kind of lattice that a network was trained for. */
export function latticeOf(
  { conditions: { lattice = "square" } }: Pick<Network, "conditions">,
): string {
  return lattice;
}

/**
 * Throws unless a network was trained for these conditions: the kind of lattice, its temperature, in
 * units of t, and where it predicts the whole force, all constants of the model but the mass.
 *
 * @throws {ParameterError} naming the first constant that differs
 */
export function requireTrainedFor(
  network: Network,
  { kind }: Pick<Lattice, "kind">,
  temperature: number,
  model: HolsteinParameters,
): void {
  const { architecture, conditions } = network;
  if (latticeOf(network) !== kind) {
    throw new ParameterError(
      `These weights were made for ${
        latticeOf(network)
      } lattices and cannot be used on a ${kind} one`,
    );
  }
  requireSame("T/t", conditions.temperature, temperature / model.t);
  if (architecture.target !== "force") return;
  const trained = conditions.model;
  if (trained === undefined) return;
  for (const constant of ["t", "g", "k", "kappa"] as const) {
    requireSame(constant, trained[constant], model[constant]);
  }
}

/** Share of sites, 0 to 1, whose input lies outside what the network was trained on. */
export function shareOutsideTraining({ inputRange }: Network, inputs: Float64Array): number {
  if (inputRange === undefined || inputs.length === 0) return 0;
  const [smallest, largest] = inputRange;
  let outside = 0;
  for (let i = 0; i < inputs.length; i++) {
    if (inputs[i] < smallest || inputs[i] > largest) outside++;
  }
  return outside / inputs.length;
}

/** Whether two constants are the same but for the digits that files and options leave out. */
export function isSameConstant(a: number, b: number): boolean {
  return Math.abs(a - b) <= SAME * Math.max(Math.abs(a), Math.abs(b));
}

function requireSame(name: string, trained: number, asked: number): void {
  if (!isSameConstant(trained, asked)) {
    throw new ParameterError(
      `These weights were made for ${name} = ${trained} and cannot be used at ${name} = ${asked}`,
    );
  }
}
