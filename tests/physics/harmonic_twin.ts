import { makeEigensolver } from "../../lib/electrons/eigensolvers/make_eigensolver.ts";
import type { ForceEvaluation, ForceField } from "../../lib/forcefields/force_field.ts";
import type { Lattice } from "../../lib/lattice/lattice.ts";
import { CHECKERBOARD } from "../dynamics/holstein_states.ts";

/**
 * The charge-density wave with its energy cut after the second order in the displacements from the
 * checkerboard. Driven by the noise of the full model it stays close by, and its averages are known
 * in closed form: the difference of the two fluctuates far less than either.
 */
export class HarmonicTwin implements ForceField {
  readonly method = "harmonic";
  readonly lattice: Lattice;
  /** The checkerboard, shape [N]. */
  readonly centre: Float64Array;
  /** Eigenvalues of the second derivatives of the energy: the stiffness of every mode. */
  readonly stiffness: Float64Array;
  readonly #hessian: Float64Array;

  private constructor(lattice: Lattice, hessian: Float64Array, stiffness: Float64Array) {
    this.lattice = lattice;
    this.centre = checkerboard(lattice);
    this.#hessian = hessian;
    this.stiffness = stiffness;
  }

  /** The twin of a force field, whose forces are differentiated at the checkerboard. */
  static async of(forceField: ForceField): Promise<HarmonicTwin> {
    const { lattice } = forceField;
    const N = lattice.sites;
    const centre = checkerboard(lattice);
    const hessian = new Float64Array(N * N);
    const h = 1e-4;
    for (let j = 0; j < N; j++) {
      const { force: up } = await forceField.evaluate(centre.with(j, centre[j] + h));
      const { force: down } = await forceField.evaluate(centre.with(j, centre[j] - h));
      // Both halves of the symmetric matrix get half of each of its two estimates.
      for (let i = 0; i < N; i++) {
        const second = -(up[i] - down[i]) / (4 * h);
        hessian[i * N + j] += second;
        hessian[j * N + i] += second;
      }
    }
    const eigensolver = makeEigensolver("wasm");
    const { values } = await eigensolver.diagonalOfFunction(
      hessian.slice(),
      N,
      () => new Float64Array(N),
    );
    eigensolver.close();
    return new HarmonicTwin(lattice, hessian, values);
  }

  /** The mean over the modes of a function of their stiffness. */
  modeAverage(f: (stiffness: number) => number): number {
    return this.stiffness.reduce((sum, k) => sum + f(k), 0) / this.stiffness.length;
  }

  evaluate(Q: Float64Array): Promise<ForceEvaluation> {
    const N = this.lattice.sites;
    const force = new Float64Array(N);
    const away = Q.map((q, i) => q - this.centre[i]);
    for (let i = 0; i < N; i++) {
      let sum = 0;
      for (let j = 0; j < N; j++) sum -= this.#hessian[i * N + j] * away[j];
      force[i] = sum;
    }
    return Promise.resolve({ force, density: new Float64Array(N), chemicalPotential: 0 });
  }

  close(): void {}
}

function checkerboard({ sublatticeSign }: Lattice): Float64Array {
  return Float64Array.from(sublatticeSign, (sign) => CHECKERBOARD * sign);
}
