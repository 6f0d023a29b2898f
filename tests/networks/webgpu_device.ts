import { UnavailableError } from "../../lib/errors.ts";
import { ComputeDevice } from "../../lib/kernels/webgpu/compute_device.ts";
import { webgpuDevice } from "../../lib/networks/tfjs/webgpu_device.ts";

/** The GPU that tests run on, be it in software; undefined, with a word of it, where there is none. */
export async function testDevice(): Promise<ComputeDevice | undefined> {
  try {
    return new ComputeDevice(await webgpuDevice());
  } catch (error) {
    if (!(error instanceof UnavailableError)) throw error;
    console.log(`skipped: ${error.message}`);
  }
}
