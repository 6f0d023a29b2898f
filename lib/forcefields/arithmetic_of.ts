import { arithmeticProbe } from "../kernels/arithmetic_probe.ts";
import { gpuName } from "../networks/tfjs/webgpu_device.ts";
import type { ForceFieldSpec } from "./force_field_spec.ts";

/**
 * What answers where machines may differ, for a run with this force field: the machine's own
 * arithmetic (`arithmeticProbe`), and the GPU where it computes on one.
 *
 * @throws {UnavailableError} if the backend is `webgpu` and there is no GPU
 */
export async function arithmeticOf({ backend }: Pick<ForceFieldSpec, "backend">): Promise<string> {
  const machine = arithmeticProbe();
  return backend === "webgpu" ? `${machine}, GPU ${await gpuName()}` : machine;
}
