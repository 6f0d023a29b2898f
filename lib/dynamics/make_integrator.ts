import { ParameterError } from "../errors.ts";
import { baoab } from "./baoab.ts";
import type { Integrator, IntegratorMaker } from "./integrator.ts";
import type { LangevinNoise } from "./langevin_noise.ts";
import type { LangevinParameters } from "./langevin_parameters.ts";
import { verletOu } from "./verlet_ou.ts";

const MAKERS: Readonly<Record<string, IntegratorMaker>> = { "verlet-ou": verletOu, baoab };

/** The names of the integrators that there are. */
export const INTEGRATORS: readonly string[] = Object.keys(MAKERS);

/**
 * The integrator of that name.
 *
 * @throws {ParameterError} if there is none, or a constant is out of range
 */
export function makeIntegrator(
  name: string,
  parameters: LangevinParameters,
  noise: LangevinNoise,
): Integrator {
  if (!Object.hasOwn(MAKERS, name)) {
    throw new ParameterError(
      `Unknown integrator "${name}": accepted are ${INTEGRATORS.join(", ")}`,
    );
  }
  return MAKERS[name](parameters, noise);
}
