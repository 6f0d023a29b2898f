import { FormatError } from "../../errors.ts";
import type { HolsteinModel } from "../../holstein/holstein_model.ts";
import type { TextFrame } from "../../io/text_frame.ts";
import { DENSITY_SLACK } from "./validate_arrays.ts";

/** Rounding of double arithmetic in F and n, in units of the size of their terms. */
const ARITHMETIC = 1e-12;

/**
 * The densities of a frame, checked: that F, Q and n obey F = g(n - 1/2) - kQ - κ Σ_nn Q (Eq. 8) with
 * the constants of `model`, to the digits that were printed, and that n lies in [0, 1]. Where the
 * frame has no n, it is what F and Q say.
 *
 * @param name how errors call the frame, usually its path
 * @throws {FormatError} naming the first site where they do not, or that the frame has Q alone
 */
export function frameDensity(model: HolsteinModel, frame: TextFrame, name: string): Float64Array {
  const { Q, force } = frame;
  if (force === undefined) {
    throw new FormatError(`Cannot use ${name} as a label: it has Q alone, no columns F and n`);
  }
  const { g, k, kappa } = model.parameters;
  const density = frame.density ?? densityOf(model, Q, force);
  const tolerance = tolerances(model, frame, density);
  const expected = model.force(Q, density);
  for (let i = 0; i < Q.length; i++) {
    if (!(Math.abs(expected[i] - force[i]) <= tolerance[i])) {
      throw new FormatError(
        `Cannot use ${name}: F = ${force[i]} at site ${i} is not the ${
          expected[i]
        } that its Q and ` +
          `n give with g = ${g}, k = ${k}, kappa = ${kappa} (constants, sides or the order of ` +
          `columns may be others)`,
      );
    }
    const slack = DENSITY_SLACK + (frame.density === undefined ? tolerance[i] / g : 0);
    if (!(density[i] >= -slack && density[i] <= 1 + slack)) {
      throw new FormatError(
        `Cannot use ${name} as a label: n = ${density[i]} at site ${i} is not in [0, 1], ` +
          `so it is no density of electrons (a network's, or made with other constants)`,
      );
    }
  }
  // The digits of F and Q may take an n that comes from them a little out of the interval.
  return frame.density ?? density.map((n) => Math.min(Math.max(n, 0), 1));
}

/** n = 1/2 + (F + kQ + κ Σ_nn Q)/g, the force's equation solved for n. */
function densityOf(model: HolsteinModel, Q: Float64Array, force: Float64Array): Float64Array {
  const elastic = model.elasticForce(Q);
  return force.map((f, i) => 0.5 + (f - elastic[i]) / model.parameters.g);
}

/** How far the force at each site may be from the printed one. */
function tolerances(
  { lattice, parameters: { g, k, kappa } }: HolsteinModel,
  { Q, force = Q, rounding }: TextFrame,
  density: Float64Array,
): Float64Array {
  const { neighbours, coordination } = lattice;
  return Q.map((q, i) => {
    let printed = (rounding.force?.[i] ?? 0) + g * (rounding.density?.[i] ?? 0) +
      k * rounding.Q[i];
    let size = Math.abs(force[i]) + g * (1 + Math.abs(density[i])) + k * Math.abs(q);
    for (let a = 0; a < coordination; a++) {
      const j = neighbours[coordination * i + a];
      printed += Math.abs(kappa) * rounding.Q[j];
      size += Math.abs(kappa * Q[j]);
    }
    return printed + ARITHMETIC * size;
  });
}
