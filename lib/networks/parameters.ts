import { ParameterError, ShapeError } from "../errors.ts";
import { CounterRng } from "../random/counter_rng.ts";
import type { Architecture } from "./architecture.ts";
import { isTrainable, type ParameterEntry, parameterLayout } from "./parameter_layout.ts";

/** The arrays of a network by name, each in C order with the shape of its layout. */
export type ParameterSet = ReadonlyMap<string, Float32Array>;

/**
 * How a network's weights start.
 *
 * `paper`: weights N(0, 0.1²), biases N(0, 0.05²), which the paper states for the MLP.
 *
 * `he`: normal with the variance that keeps the size of features from layer to layer, biases zero.
 */
export type Initialisation = "paper" | "he";

const PAPER_WEIGHT_SD = 0.1;
const PAPER_BIAS_SD = 0.05;

/** Trainable parameters of a network. */
export function parameterCount(architecture: Architecture): number {
  return Object.values(parameterCounts(architecture)).reduce((a, b) => a + b, 0);
}

/** Trainable parameters by layer: `layers.0`, `blocks.1`, `readout`. */
export function parameterCounts(architecture: Architecture): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const entry of parameterLayout(architecture).filter(isTrainable)) {
    const layer = /^\w+(\.\d+)?/.exec(entry.name)![0];
    counts[layer] = (counts[layer] ?? 0) + elementCount(entry);
  }
  return counts;
}

/**
 * Random parameters to start training from: a function of architecture, scheme and seed alone. Gains
 * and scales are 1, shifts 0.
 *
 * @throws {ParameterError} if the scheme or the seed is not one
 */
export function initialParameters(
  architecture: Architecture,
  initialisation: Initialisation,
  seed: number,
): ParameterSet {
  if (initialisation !== "paper" && initialisation !== "he") {
    throw new ParameterError(
      `Unknown initialisation "${initialisation}": accepted are paper, he`,
    );
  }
  const rng = new CounterRng(seed, "weightInitialisation");
  const parameters = new Map<string, Float32Array>();
  parameterLayout(architecture).forEach((entry, number) => {
    const sd = deviation(entry, initialisation);
    const values = sd === 0
      ? new Float32Array(elementCount(entry)).fill(isFactor(entry) ? 1 : 0)
      // The array's place in the layout is the counter: widening one layer moves no other's draws.
      : Float32Array.from(rng.normals(elementCount(entry), { step: number }), (z) => sd * z);
    parameters.set(entry.name, values);
  });
  return parameters;
}

/** Number of elements of an array. */
export function elementCount({ shape }: ParameterEntry): number {
  return shape.reduce((a, b) => a * b, 1);
}

/**
 * Throws unless the set holds exactly the arrays of this architecture.
 *
 * @throws {ShapeError} naming the first array that is missing, of another length or unknown
 */
export function validateParameters(architecture: Architecture, parameters: ParameterSet): void {
  const layout = parameterLayout(architecture);
  for (const entry of layout) {
    const length = parameters.get(entry.name)?.length;
    if (length !== elementCount(entry)) {
      throw new ShapeError(
        `A network ${architecture.model} needs ${elementCount(entry)} numbers called ` +
          `${entry.name}, shape [${entry.shape.join(", ")}]: got ${length ?? "none"}`,
      );
    }
  }
  if (parameters.size !== layout.length) {
    const known = new Set(layout.map(({ name }) => name));
    const unknown = [...parameters.keys()].filter((name) => !known.has(name));
    throw new ShapeError(`A network ${architecture.model} has no parameters ${unknown.join(", ")}`);
  }
}

function deviation({ role, heVariance = 0 }: ParameterEntry, scheme: Initialisation): number {
  if (role === "weight") return scheme === "paper" ? PAPER_WEIGHT_SD : Math.sqrt(heVariance);
  return role === "bias" && scheme === "paper" ? PAPER_BIAS_SD : 0;
}

function isFactor({ role }: ParameterEntry): boolean {
  return role === "gain" || role === "scale";
}
