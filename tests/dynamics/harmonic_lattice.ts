import type { PhaseState } from "../../lib/dynamics/phase_state.ts";
import type { ForceEvaluation, ForceField } from "../../lib/forcefields/force_field.ts";
import { HolsteinModel } from "../../lib/holstein/holstein_model.ts";
import { SquareLattice } from "../../lib/lattice/square_lattice.ts";
import { CounterRng } from "../../lib/random/counter_rng.ts";

/**
 * The Holstein lattice at g = 0: coupled harmonic oscillators, whose Langevin dynamics is known in
 * closed form mode by mode.
 */
export class HarmonicLattice implements ForceField {
  readonly method = "elastic";
  readonly lattice: SquareLattice;
  readonly model: HolsteinModel;
  readonly mass: number;

  constructor(side: number, mass: number) {
    this.lattice = new SquareLattice(side);
    this.mass = mass;
    this.model = new HolsteinModel(this.lattice, { t: 1, g: 0, k: 1, kappa: 0.18, mass });
  }

  evaluate(Q: Float64Array): Promise<ForceEvaluation> {
    const energy = this.model.elasticEnergy(Q);
    const density = new Float64Array(this.lattice.sites).fill(0.5);
    const force = this.model.elasticForce(Q);
    return Promise.resolve({ force, density, chemicalPotential: 0, energy });
  }

  close(): void {}

  /** ω_k² = (k + 2κ(cos k_x + cos k_y))/m of every mode. */
  squaredFrequencies(): number[] {
    const { k, kappa } = this.model.parameters;
    const { width } = this.lattice;
    const cos = Array.from({ length: width }, (_, n) => Math.cos(2 * Math.PI * n / width));
    return cos.flatMap((cx) => cos.map((cy) => (k + 2 * kappa * (cx + cy)) / this.mass));
  }

  /** Average of a function of ω² over the modes. */
  modeAverage(f: (omegaSquared: number) => number): number {
    const modes = this.squaredFrequencies();
    return modes.reduce((sum, w2) => sum + f(w2), 0) / modes.length;
  }

  /** A random state with displacements and velocities of about thermal size. */
  async start(seed: number, temperature: number): Promise<PhaseState> {
    const { sites } = this.lattice;
    const scale = Math.sqrt(temperature);
    const Q = new CounterRng(seed, "initialDisplacement").normals(sites).map((x) => scale * x);
    const V = new CounterRng(seed, "initialVelocity").normals(sites)
      .map((x) => scale / Math.sqrt(this.mass) * x);
    return { step: 0, Q, V, evaluation: await this.evaluate(Q) };
  }
}

/** Mean and its standard error over blocks of a time series, after dropping the first `skip`. */
export function blockAverage(
  series: readonly number[],
  skip: number,
  blocks: number,
): { mean: number; error: number } {
  const length = Math.floor((series.length - skip) / blocks);
  const means = Array.from({ length: blocks }, (_, b) => {
    const part = series.slice(skip + b * length, skip + (b + 1) * length);
    return part.reduce((sum, value) => sum + value, 0) / length;
  });
  const mean = means.reduce((sum, value) => sum + value, 0) / blocks;
  const variance = means.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (blocks - 1);
  return { mean, error: Math.sqrt(variance / blocks) };
}
