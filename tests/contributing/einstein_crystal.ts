import { type ForceEvaluation, type ForceField, type Lattice, ShapeError } from "../../mod.ts";

/**
 * A force field of one's own: every site on a spring of its own, F_i = -K Q_i (Einstein's crystal).
 * Dynamics, propagators and observables ask for no more than this.
 */
export class EinsteinCrystal implements ForceField {
  readonly method = "einstein";
  readonly lattice: Lattice;
  readonly #spring: number;

  /** @param spring K, in units of t */
  constructor(lattice: Lattice, spring: number) {
    this.lattice = lattice;
    this.#spring = spring;
  }

  evaluate(Q: Float64Array): Promise<ForceEvaluation> {
    const { sites } = this.lattice;
    if (Q.length !== sites) {
      return Promise.reject(new ShapeError(`Q must have ${sites} values: got ${Q.length}`));
    }
    return Promise.resolve({
      force: Q.map((q) => -this.#spring * q),
      energy: Q.reduce((sum, q) => sum + this.#spring * q * q / 2, 0),
      // There are no electrons: at half filling, every site has half of one.
      density: new Float64Array(sites).fill(0.5),
      chemicalPotential: 0,
    });
  }

  close(): void {}
}

/** Displacements and velocities of zero: a start that the bath warms up. */
export async function atRest(forceField: ForceField) {
  const { sites } = forceField.lattice;
  const [Q, V] = [new Float64Array(sites), new Float64Array(sites)];
  return { step: 0, Q, V, evaluation: await forceField.evaluate(Q) };
}

/** Mean over the samples of a series, and its standard error from blocks of it. */
export function meanOf(series: readonly number[], blocks = 16): { mean: number; error: number } {
  const length = Math.floor(series.length / blocks);
  const means = Array.from({ length: blocks }, (_, b) => {
    const part = series.slice(b * length, (b + 1) * length);
    return part.reduce((sum, value) => sum + value, 0) / length;
  });
  const mean = means.reduce((sum, value) => sum + value, 0) / blocks;
  const variance = means.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (blocks - 1);
  return { mean, error: Math.sqrt(variance / blocks) };
}
