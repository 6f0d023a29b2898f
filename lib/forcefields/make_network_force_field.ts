import { type ElectronSystem, validateElectronSystem } from "../electrons/electron_solver.ts";
import type { HolsteinModel } from "../holstein/holstein_model.ts";
import { requireTrainedFor } from "../networks/network.ts";
import { loadNetworkOf } from "./complete_spec.ts";
import { DensityForceField } from "./density_force_field.ts";
import type { ForceField } from "./force_field.ts";
import type { ForceFieldSpec, Resources } from "./force_field_spec.ts";
import { NetworkDensity } from "./network_density.ts";
import { NetworkForceField } from "./network_force_field.ts";

/**
 * The force field of a method that is a network: of its weights if they predict whole forces, of
 * their density and the exact elastic force if they predict that.
 */
export async function makeNetworkForceField(
  holstein: HolsteinModel,
  system: ElectronSystem,
  given: ForceFieldSpec,
  { workers }: Resources,
): Promise<ForceField> {
  validateElectronSystem(system);
  const { network, spec } = await loadNetworkOf(given);
  requireTrainedFor(network, system.lattice, system.temperature, holstein.parameters);
  const options = { backend: spec.backend, workers };
  if (network.architecture.target === "force") {
    return await NetworkForceField.create(holstein, network, system, options);
  }
  const { lattice, hopping } = system;
  const density = await NetworkDensity.create(network, lattice, hopping, options);
  return new DensityForceField(spec.method, holstein, density, system);
}
