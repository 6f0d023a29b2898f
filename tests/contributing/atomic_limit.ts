import type { DensityEstimate, DensityEstimator, Lattice } from "../../mod.ts";

/**
 * A model of one's own for the electrons' density: no hopping, every site by itself,
 * n_i = 1/(1 + e^{(v_i - μ)/T}). A network of one's own would stand here.
 */
export class AtomicLimit implements DensityEstimator {
  readonly name = "atomic-limit";
  readonly lattice: Lattice;
  readonly temperature: number;

  constructor(lattice: Lattice, temperature: number) {
    this.lattice = lattice;
    this.temperature = temperature;
  }

  evaluate(potential: Float64Array): Promise<DensityEstimate> {
    const T = this.temperature;
    return Promise.resolve({
      density: potential.map((v) => 1 / (1 + Math.exp(v / T))),
      grandPotential: potential.reduce((sum, v) => sum - T * Math.log1p(Math.exp(-v / T)), 0),
    });
  }

  close(): void {}
}
