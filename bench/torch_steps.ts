import { startTorch } from "./torch_process.ts";

/** Training steps by a PyTorch process, one thread. */
export interface TorchSteps {
  /** Does one step; returns its loss and the processor time that it took, in milliseconds. */
  step(): Promise<{ loss: number; processor: number }>;
  /** Ends the process. */
  close(): Promise<void>;
}

/** What a process trains on. */
export interface TorchTask {
  /** A safetensors file. */
  readonly network: Uint8Array;
  /** Features, then targets. */
  readonly data: Float32Array;
  readonly batch: number;
  readonly height: number;
  readonly width: number;
  /** Features a site. */
  readonly features: number;
}

/** Starts a process; a Python that has torch is needed. */
export async function startTorchSteps(task: TorchTask): Promise<TorchSteps> {
  const { buffer, byteOffset, byteLength } = task.data;
  const data = new Uint8Array(buffer, byteOffset, byteLength).toBase64();
  const torch = await startTorch("./training_step.py", {
    ...task,
    network: task.network.toBase64(),
    data,
  });
  return {
    async step() {
      const [loss, processor] = (await torch.ask("step")).split(" ").map(Number);
      return { loss, processor };
    },
    close: torch.close,
  };
}
