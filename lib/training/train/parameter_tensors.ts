import type { BackendName } from "../../networks/tfjs/backend.ts";
import type { Tensor, Tfjs } from "../../networks/tfjs/tfjs.ts";
import { deviceOf } from "../../networks/tfjs/webgpu_device.ts";
import type { FlatEntry } from "./flat_parameters.ts";

/** Brings the trained parameters to a backend, as they are before each gradient. */
export interface ParameterTensors {
  /** One tensor an entry, which is the caller's; `tf` has the backend in use. */
  on(tf: Tfjs, flat: Float32Array): Tensor[];
}

/** The way that suits the backend. */
export function parameterTensors(
  backend: BackendName,
  layout: readonly FlatEntry[],
): ParameterTensors {
  return backend === "webgpu" ? new WrittenBuffers(layout) : new Copies(layout);
}

/** New tensors each time: those of the backend `cpu` are views of what they are made from. */
class Copies implements ParameterTensors {
  readonly #layout: readonly FlatEntry[];

  constructor(layout: readonly FlatEntry[]) {
    this.#layout = layout;
  }

  on(tf: Tfjs, flat: Float32Array): Tensor[] {
    return this.#layout.map(({ shape, begin, end }) =>
      tf.tensor(flat.slice(begin, end), [...shape], "float32")
    );
  }
}

/**
 * Buffers that stay on the GPU and are written to. TensorFlow.js maps a new buffer for each tensor,
 * which on an H200 under Deno took two seconds for the ten million parameters of Table II, twenty
 * times as long as the gradient.
 */
class WrittenBuffers implements ParameterTensors {
  readonly #layout: readonly FlatEntry[];
  #buffers: readonly GPUBuffer[] | undefined;

  constructor(layout: readonly FlatEntry[]) {
    this.#layout = layout;
  }

  on(tf: Tfjs, flat: Float32Array): Tensor[] {
    const device = deviceOf(tf);
    const { STORAGE, COPY_SRC, COPY_DST } = GPUBufferUsage;
    const usage = STORAGE | COPY_SRC | COPY_DST;
    this.#buffers ??= this.#layout.map(({ begin, end }) =>
      device.createBuffer({ size: 4 * (end - begin), usage })
    );
    return this.#buffers.map((buffer, k) => {
      const { shape, begin, end } = this.#layout[k];
      // A copy, since a GPU takes no shared memory.
      device.queue.writeBuffer(buffer, 0, flat.slice(begin, end));
      return tf.tensor({ buffer, zeroCopy: true }, [...shape], "float32");
    });
  }
}
