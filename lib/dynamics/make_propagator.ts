import { validateElectronSystem } from "../electrons/electron_solver.ts";
import { isNetworkMethod, loadNetworkOf } from "../forcefields/complete_spec.ts";
import type { ForceField } from "../forcefields/force_field.ts";
import type { ForceFieldSpec, Resources } from "../forcefields/force_field_spec.ts";
import { HolsteinModel } from "../holstein/holstein_model.ts";
import { requireTrainedFor } from "../networks/network.ts";
import { webgpuDevice } from "../networks/tfjs/webgpu_device.ts";
import { hasDevicePrograms } from "../networks/webgpu/has_device_programs.ts";
import type { LangevinDynamics } from "./langevin_dynamics.ts";
import { LockstepPropagator } from "./lockstep/lockstep_propagator.ts";
import type { PhaseState } from "./phase_state.ts";
import { type Propagator, StepwisePropagator } from "./propagator.ts";
import { DevicePropagator } from "./webgpu/device_propagator.ts";
import { hasDeviceSteps } from "./webgpu/half_steps.ts";

/**
 * The propagator for a force field: the one place where it is decided who does the steps. A direct
 * GNN on the backend `webgpu` at fixed μ leaves the trajectory on the device; networks on the backend
 * `wasm` that need nothing but local work have their sites shared among threads; all else goes step
 * by step.
 *
 * @param forceField of this specification; it is closed with the propagator, or at once where that
 *   has no need of it
 * @param start where to start
 * @throws {ParameterError} if the specification is not accepted
 * @throws {UnavailableError} if there is no GPU, threads cannot start or the memory is missing
 */
export async function makePropagator(
  spec: ForceFieldSpec,
  forceField: ForceField,
  dynamics: LangevinDynamics,
  start: PhaseState,
  { workers }: Resources,
): Promise<Propagator> {
  const found = await ownPropagator(spec, forceField, dynamics, start, workers);
  if (found === undefined) return new StepwisePropagator(start, dynamics.integrator, forceField);
  forceField.close();
  return found;
}

/** A propagator that needs no force field, where there is one. */
async function ownPropagator(
  spec: ForceFieldSpec,
  { lattice }: ForceField,
  dynamics: LangevinDynamics,
  start: PhaseState,
  workers: number,
): Promise<Propagator | undefined> {
  if (!isNetworkMethod(spec.method)) return undefined;
  const { network, spec: complete } = await loadNetworkOf(spec);
  const { model, temperature, ensemble, chemicalPotential } = complete;
  const condition = { ensemble, chemicalPotential };
  validateElectronSystem({ lattice, hopping: model.t, temperature, ...condition });
  requireTrainedFor(network, lattice, temperature, model);
  if (LockstepPropagator.takes(complete, network)) {
    return await LockstepPropagator.create(complete, network, lattice, dynamics, start, workers);
  }
  const staysOnDevice = complete.backend === "webgpu" &&
    ensemble === "grand-canonical" &&
    hasDeviceSteps(dynamics.integrator.name) && hasDevicePrograms(network.architecture, lattice);
  if (!staysOnDevice) return undefined;
  const system = { holstein: new HolsteinModel(lattice, model), network, condition, dynamics };
  return await DevicePropagator.create(await webgpuDevice(), system, start);
}
