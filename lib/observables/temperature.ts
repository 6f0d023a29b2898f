import { ParameterError, ShapeError } from "../errors.ts";

/**
 * Kinetic temperature k_B T = m⟨v²⟩ over the N velocities. The Langevin bath conserves no momentum,
 * so all N degrees of freedom count. The relative standard deviation in equilibrium is √(2/N).
 *
 * @param mass effective mass m
 * @param velocity velocities dQ/dt, shape [N]
 * @throws {ParameterError} if the mass is not positive or there is no velocity
 */
export function kineticTemperature(mass: number, velocity: Float64Array): number {
  if (!(mass > 0)) {
    throw new ParameterError(`mass must be a positive number: current value is ${mass}`);
  }
  if (velocity.length === 0) throw new ParameterError("The temperature of no sites is undefined");
  let sum = 0;
  for (const v of velocity) sum += v * v;
  return mass * sum / velocity.length;
}

/**
 * Configurational temperature from displacements and forces, by equipartition: in the canonical
 * ensemble of any potential U that grows without bound,
 *
 *   k_B T = -⟨Σ_i b(Q_i) F_i⟩ / ⟨Σ_i b'(Q_i)⟩,   F = -∂U/∂Q,
 *
 * for every smooth b (integrate Q-derivatives of b e^{-U/k_B T} by parts). Here U is the free energy
 * whose gradient the force is (Ω at fixed μ, A at fixed N) at the electrons' temperature. The
 * other common form, ⟨|∇U|²⟩/⟨∇²U⟩, needs the electrons' response ∂n_i/∂Q_i, which a force field
 * does not give; this one needs forces alone.
 *
 * Without `well`, b = Q: the virial -⟨Q F⟩. In the charge-density wave, Q = ±Q0 with small
 * vibrations, it is noisy by a factor Q0/√⟨δQ²⟩; with `well` = Q0, b = Q (Q²/Q0² - 1) vanishes at
 * both minima and the noise is gone. Both have the same mean in equilibrium. During a quench neither
 * is a temperature: the difference from `kineticTemperature` measures how far Q is from equilibrium.
 *
 * @param Q displacements, shape [N]; one configuration of many sites or several one after another
 * @param force forces on them, shape [N]
 * @param well distance Q0 of the minima from zero
 * @throws {ShapeError} if the two differ in length or are empty
 * @throws {ParameterError} if the well is not positive
 */
export function configurationalTemperature(
  Q: Float64Array,
  force: Float64Array,
  well?: number,
): number {
  if (Q.length !== force.length || Q.length === 0) {
    throw new ShapeError(
      `Displacements and forces come in equal number, at least one: got ${Q.length} and ${force.length}`,
    );
  }
  if (well !== undefined && !(well > 0)) {
    throw new ParameterError(`The well must be at a positive Q: current value is ${well}`);
  }
  const inverse = well === undefined ? 0 : well ** -2;
  const linear = well === undefined ? 1 : -1;
  let virial = 0, divergence = 0;
  for (let i = 0; i < Q.length; i++) {
    const square = inverse * Q[i] * Q[i];
    virial -= Q[i] * (linear + square) * force[i];
    divergence += linear + 3 * square;
  }
  return virial / divergence;
}
