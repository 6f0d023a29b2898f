import {
  type Integrator,
  type LangevinNoise,
  type LangevinParameters,
  validateLangevin,
} from "../../mod.ts";

/**
 * An integrator of one's own: that of Grønbech-Jensen and Farago (Mol. Phys. 111, 983 (2013)), whose
 * displacements in a harmonic potential have the variance T/(mω²) at any Δt. With
 * b = 1/(1 + ΓΔt/2), a = b(1 - ΓΔt/2) and β of variance 2mΓTΔt,
 *
 *   Q' = Q + bΔt V + bΔt² F/2m + bΔt β/2m,   V' = aV + Δt(aF + F')/2m + bβ/m.
 */
export function gjf(parameters: LangevinParameters, noise: LangevinNoise): Integrator {
  validateLangevin(parameters);
  const { mass, temperature, dampingRate, timeStep } = parameters;
  const b = 1 / (1 + dampingRate * timeStep / 2);
  const a = b * (1 - dampingRate * timeStep / 2);
  const width = Math.sqrt(2 * mass * dampingRate * temperature * timeStep);
  return {
    name: "gjf",
    parameters,
    // All that needs the old force: the displacements, and the velocities but for the new force.
    beforeForces({ step, Q, V, evaluation: { force } }) {
      const xi = noise.at(step, Q.length);
      for (let i = 0; i < Q.length; i++) {
        const beta = width * xi[i];
        const kick = timeStep * force[i] / (2 * mass);
        Q[i] += b * timeStep * (V[i] + kick + beta / (2 * mass));
        V[i] = a * (V[i] + kick) + b * beta / mass;
      }
    },
    afterForces(sites) {
      const { V, evaluation: { force } } = sites;
      for (let i = 0; i < V.length; i++) V[i] += timeStep * force[i] / (2 * mass);
      sites.step++;
    },
  };
}
