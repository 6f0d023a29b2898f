import type { Lattice } from "../lattice/lattice.ts";
import type { Architecture } from "./architecture.ts";
import { defaultBackendOn } from "./field_model.ts";
import { hasHardwareGpu } from "./tfjs/webgpu_device.ts";
import { hasDevicePrograms } from "./webgpu/has_device_programs.ts";

/** The name that stands for a choice by what the machine has; no backend is called so. */
export const AUTOMATIC_BACKEND = "auto";

/**
 * The backend that `auto` stands for on this machine: `webgpu` where there is a GPU, not one in
 * software, and whole steps of this network can stay on it; else the default.
 *
 * @param fixedPotential whether μ is fixed: a search for it goes step by step
 */
export async function automaticBackend(
  architecture: Architecture,
  lattice: Pick<Lattice, "kind">,
  fixedPotential: boolean,
): Promise<string> {
  const stays = fixedPotential && hasDevicePrograms(architecture, lattice);
  return stays && await hasHardwareGpu() ? "webgpu" : defaultBackendOn(lattice);
}
