import { withBackend } from "./backend.ts";
import type { Tfjs } from "./tfjs.ts";

/**
 * The GPU that TensorFlow.js computes with on the backend `webgpu`.
 *
 * @throws {UnavailableError} if there is none
 */
export function webgpuDevice(): Promise<GPUDevice> {
  return withBackend("webgpu", deviceOf);
}

/** The same, where that backend is in use. */
export function deviceOf(tf: Tfjs): GPUDevice {
  return (tf.findBackend("webgpu") as unknown as { device: GPUDevice }).device;
}

/** Whether this machine has a GPU: one in software does not count. */
export async function hasHardwareGpu(): Promise<boolean> {
  const options: GPURequestAdapterOptions = { powerPreference: "high-performance" };
  const adapter = await navigator.gpu?.requestAdapter(options).catch(() => null);
  return adapter != null && !adapter.info.isFallbackAdapter;
}

/**
 * The name of that GPU, as its driver has it.
 *
 * @throws {UnavailableError} if there is none
 */
export async function gpuName(): Promise<string> {
  const { description, device, vendor, architecture } = (await webgpuDevice()).adapterInfo;
  return description || [vendor, architecture, device].filter((part) => part !== "").join(" ");
}
