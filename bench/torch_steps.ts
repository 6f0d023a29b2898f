import { PYTHON } from "../tests/io/python.ts";

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
  const folder = (path: string) => new URL(path, import.meta.url).pathname;
  const child = new Deno.Command(PYTHON, {
    args: [folder("./training_step.py"), folder("../tests/networks")],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const input = child.stdin.getWriter();
  const output = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const say = (text: string) => input.write(new TextEncoder().encode(`${text}\n`));
  const { buffer, byteOffset, byteLength } = task.data;
  const data = new Uint8Array(buffer, byteOffset, byteLength).toBase64();
  await say(JSON.stringify({ ...task, network: task.network.toBase64(), data }));
  return {
    async step() {
      await say("step");
      // A line may come in parts.
      let line = "";
      while (!line.endsWith("\n")) {
        const { value } = await output.read();
        if (value === undefined) throw new Error("PyTorch has ended");
        line += value;
      }
      const [loss, processor] = line.split(" ").map(Number);
      return { loss, processor };
    },
    async close() {
      await input.close();
      await child.status;
    },
  };
}
