import { validateElectronSystem } from "../electrons/electron_solver.ts";
import { isNetworkMethod, loadNetworkOf } from "../forcefields/complete_spec.ts";
import type { ForceField } from "../forcefields/force_field.ts";
import type { ForceFieldSpec } from "../forcefields/force_field_spec.ts";
import { HolsteinModel } from "../holstein/holstein_model.ts";
import { requireTrainedFor } from "../networks/network.ts";
import { webgpuDevice } from "../networks/tfjs/webgpu_device.ts";
import { hasDevicePrograms } from "../networks/webgpu/has_device_programs.ts";
import type { LangevinDynamics } from "./langevin_dynamics.ts";
import type { PhaseState } from "./phase_state.ts";
import { type Propagator, StepwisePropagator } from "./propagator.ts";
import { DevicePropagator } from "./webgpu/device_propagator.ts";
import { hasDeviceSteps } from "./webgpu/half_steps.ts";

/**
 * The propagator for a force field: the one place where it is decided whether a trajectory stays on
 * a device. It does for a direct GNN on the backend `webgpu` in the grand-canonical ensemble; all
 * else goes step by step.
 *
 * @param forceField of this specification
 * @param start where to start
 * @throws {ParameterError} if the specification is not accepted
 * @throws {UnavailableError} if there is no GPU, or it has not the memory
 */
export async function makePropagator(
  spec: ForceFieldSpec,
  forceField: ForceField,
  dynamics: LangevinDynamics,
  start: PhaseState,
): Promise<Propagator> {
  return await devicePropagator(spec, forceField, dynamics, start) ??
    new StepwisePropagator(start, dynamics.integrator, forceField);
}

async function devicePropagator(
  given: ForceFieldSpec,
  { lattice }: ForceField,
  dynamics: LangevinDynamics,
  start: PhaseState,
): Promise<DevicePropagator | undefined> {
  const { method, backend, ensemble, chemicalPotential, temperature } = given;
  if (backend !== "webgpu" || ensemble !== "grand-canonical") return;
  if (!isNetworkMethod(method) || !hasDeviceSteps(dynamics.integrator.name)) return;
  const { network } = await loadNetworkOf(given);
  if (!hasDevicePrograms(network.architecture)) return;
  const holstein = new HolsteinModel(lattice, given.model);
  const condition = { ensemble, chemicalPotential };
  validateElectronSystem({ lattice, hopping: given.model.t, temperature, ...condition });
  requireTrainedFor(network, temperature, given.model);
  const system = { holstein, network, condition, dynamics };
  return await DevicePropagator.create(await webgpuDevice(), system, start);
}
