import type { HolsteinModel } from "../../holstein/holstein_model.ts";
import type { ComputeDevice, Dispatch } from "../../kernels/webgpu/compute_device.ts";
import { f32, siteProgram, siteWorkgroups } from "../../kernels/webgpu/site_programs.ts";
import type { Target } from "../../networks/architecture.ts";
import { normalsWgsl } from "../../random/webgpu/normals.ts";
import type { LangevinDynamics } from "../langevin_dynamics.ts";

/** The trajectory as it lies on a device, all arrays of shape [N] in single precision. */
export interface DeviceState {
  /** Displacements. */
  readonly Q: GPUBuffer;
  /** Velocities. */
  readonly V: GPUBuffer;
  /** Forces. */
  readonly force: GPUBuffer;
  /** What the network reads: x = (gQ + μ)/t, or Q. */
  readonly field: GPUBuffer;
  /** What it answers: n - 1/2, or the force. */
  readonly values: GPUBuffer;
  /** As u32: steps begun or done, and whether a field was ever too large for the network. */
  readonly counters: GPUBuffer;
}

/** The physics besides the dynamics. */
export interface DeviceForces {
  /** The model. */
  readonly holstein: HolsteinModel;
  /** μ. */
  readonly chemicalPotential: number;
  /** What the network predicts. */
  readonly target: Target;
  /** Largest |field| that the network takes. */
  readonly largestField: number;
}

/** What an integrator does before and after the new forces, and which half counts the steps. */
interface Splitting {
  readonly before: string;
  readonly after: string;
  readonly countsBefore: boolean;
}

/**
 * The integrators of `make_integrator.ts` in WGSL. Noise is that of the step under way: the half that
 * draws it must not be the one that counts.
 */
const SPLITTINGS: Readonly<Record<string, Splitting>> = {
  "verlet-ou": {
    before: "v += KICK * force[site];\n  q += STEP * v;",
    after: "v += KICK * force[site];\n  v = thermalised(v, counters[0] - 1u, site);",
    countsBefore: true,
  },
  baoab: {
    before: `v += KICK * force[site];
  q += HALF_STEP * v;
  v = thermalised(v, counters[0], site);
  q += HALF_STEP * v;`,
    after: "v += KICK * force[site];",
    countsBefore: false,
  },
};

/** Whether an integrator has device programs. */
export function hasDeviceSteps(integrator: string): boolean {
  return Object.hasOwn(SPLITTINGS, integrator);
}

/** The two dispatches of a step: up to the field at the new Q, and from the network's answer on. */
export function halfSteps(
  device: ComputeDevice,
  state: DeviceState,
  dynamics: LangevinDynamics,
  forces: DeviceForces,
): { readonly before: Dispatch; readonly after: Dispatch } {
  const { lattice } = forces.holstein;
  const { before, after, countsBefore } = SPLITTINGS[dynamics.integrator.name];
  const functions = `${constantsWgsl(dynamics, forces)}${thermaliseWgsl(dynamics)}`;
  const workgroups = siteWorkgroups(lattice);
  const reals = (buffer: GPUBuffer, writes = false) => ({ buffer, writes, type: "array<f32>" });
  const count = (now: boolean) => now ? "if (site == 0u) { counters[0] += 1u; }" : "";
  const first = `
  var q = Q[site];
  var v = V[site];
  ${before}
  Q[site] = q;
  V[site] = v;
  let x_field = SLOPE * q + OFFSET;
  field[site] = x_field;
  if (abs(x_field) > LARGEST_FIELD) { counters[1] = 1u; }
  ${count(countsBefore)}
`;
  const second = `
  var v = V[site];
  force[site] = ${forceOf(forces)};
  ${after}
  V[site] = v;
  ${count(!countsBefore)}
`;
  const counters = { buffer: state.counters, writes: true, type: "array<u32>" };
  const program = (
    name: string,
    body: string,
    buffers: Parameters<ComputeDevice["program"]>[2],
  ) => ({
    ...device.program(name, siteProgram(lattice, functions, body), buffers),
    workgroups,
  });
  return {
    before: program("first half of a step", first, {
      Q: reals(state.Q, true),
      V: reals(state.V, true),
      force: reals(state.force),
      field: reals(state.field, true),
      counters,
    }),
    after: program("second half of a step", second, {
      Q: reals(state.Q),
      V: reals(state.V, true),
      force: reals(state.force, true),
      values: reals(state.values),
      counters,
    }),
  };
}

function constantsWgsl(
  { integrator: { parameters: { mass, timeStep } } }: LangevinDynamics,
  { holstein: { parameters: { t, g } }, chemicalPotential, target, largestField }: DeviceForces,
): string {
  const [slope, offset] = target === "density" ? [g / t, chemicalPotential / t] : [1, 0];
  // Without a limit of its own, what single precision holds.
  const largest = Math.min(largestField, 3e38);
  return `
const KICK = ${f32(timeStep / (2 * mass))};
const STEP = ${f32(timeStep)};
const HALF_STEP = ${f32(timeStep / 2)};
const SLOPE = ${f32(slope)};
const OFFSET = ${f32(offset)};
const LARGEST_FIELD = ${f32(largest)};
`;
}

/** `thermalise` of substeps.ts: without damping it does nothing, and draws nothing. */
function thermaliseWgsl({ integrator, seed, trajectory }: LangevinDynamics): string {
  const { mass, temperature, dampingRate, timeStep } = integrator.parameters;
  if (dampingRate === 0) {
    return "\nfn thermalised(v: f32, step: u32, site: u32) -> f32 { return v; }\n";
  }
  const decay = Math.exp(-dampingRate * timeStep);
  const width = Math.sqrt(-Math.expm1(-2 * dampingRate * timeStep) * temperature / mass);
  return `${normalsWgsl(seed, "langevinNoise", trajectory)}
fn thermalised(v: f32, step: u32, site: u32) -> f32 {
  return ${f32(decay)} * v + ${f32(width)} * normal(step, site);
}
`;
}

/** F_i = g(n_i - 1/2) - kQ_i - κ Σ_nn Q_j, or what the network says. */
function forceOf({ holstein: { parameters: { g, k, kappa } }, target }: DeviceForces): string {
  if (target === "force") return "values[site]";
  const sum = "((Q[siteAt(x, y, 1, 0)] + Q[siteAt(x, y, -1, 0)]) + " +
    "(Q[siteAt(x, y, 0, 1)] + Q[siteAt(x, y, 0, -1)]))";
  return `${f32(g)} * values[site] - ${f32(k)} * Q[site] - ${f32(kappa)} * ${sum}`;
}
