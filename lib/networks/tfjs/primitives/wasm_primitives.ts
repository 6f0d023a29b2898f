import module from "../../../kernels/network_operations_module.js";
import type { Activation } from "../../architecture.ts";
import type { BatchGeometry } from "../geometry.ts";
import type { Tfjs } from "../tfjs.ts";
import type { Primitives, TensorInfo } from "./primitives.ts";

/** What this needs of the backend `wasm` of TensorFlow.js 4.22, none of it public. */
interface WasmBackend {
  readonly wasm: {
    readonly asm: { readonly memory: WebAssembly.Memory };
    _malloc(bytes: number): number;
  };
  readonly dataIdMap: { get(dataId: object): { readonly memoryOffset: number } };
  makeOutput(shape: readonly number[], dtype: string): TensorInfo;
}

/** The exports of the kernel; numbers are sizes, flags and addresses. */
type Kernel = Record<
  | "activate"
  | "aggregateColumns"
  | "collectShells"
  | "columnSums"
  | "foldShells"
  | "heapBase"
  | "multiply"
  | "multiplyTransposed"
  | "normalise"
  | "normaliseCurvature"
  | "normaliseSlope"
  | "scaleColumns"
  | "scratchBytes",
  (...numbers: number[]) => number
>;

/** The numbers by which the kernel knows activations. */
const ACTIVATIONS: Readonly<Record<Activation, number>> = {
  relu: 0,
  silu: 1,
  softplus: 2,
  tanh: 3,
};

/** Where TensorFlow.js may keep data: below is the null address and a guard that it leaves free. */
const LEAST_ADDRESS = 1024;

/**
 * The primitives by a kernel that works in the memory of the backend `wasm`, which must be in use;
 * undefined if that backend is not as this expects it.
 */
export function wasmPrimitives(tf: Tfjs): Primitives | undefined {
  const backend = tf.backend() as unknown as Partial<WasmBackend>;
  const memory = backend.wasm?.asm?.memory;
  // Memory that threads share would need a kernel built for it.
  if (!(memory?.buffer instanceof ArrayBuffer) || backend.makeOutput === undefined) {
    return undefined;
  }
  return primitivesOn(backend as WasmBackend, instantiate(memory));
}

function instantiate(memory: WebAssembly.Memory): Kernel {
  const abort = () => {
    throw new Error("a kernel aborted");
  };
  const kernel = new WebAssembly.Instance(module, { env: { memory, abort } }).exports as Kernel;
  if (kernel.heapBase() > LEAST_ADDRESS) throw new Error("the kernel has static data");
  return kernel;
}

function primitivesOn(backend: WasmBackend, kernel: Kernel): Primitives {
  const scratch = backend.wasm._malloc(kernel.scratchBytes()) >>> 0;
  const at = (tensor?: TensorInfo): number =>
    tensor === undefined ? 0 : backend.dataIdMap.get(tensor.dataId).memoryOffset;

  // The output is made first: that may move data of other tensors here, or grow the memory.
  const output = (shape: readonly number[], compute: (address: number) => void): TensorInfo => {
    const tensor = backend.makeOutput(shape, "float32");
    compute(at(tensor));
    return tensor;
  };
  const sizes = ({ batch, height, width }: BatchGeometry) => [batch, height, width] as const;

  return {
    product({ a, b, bias, addend }, { transposeA, transposeB }) {
      const n = b.shape[transposeB ? 0 : 1];
      if (transposeA) {
        const [k, m] = a.shape;
        return output(
          [m, n],
          (c) => kernel.multiplyTransposed(m, n, k, at(a), at(b), c, scratch),
        );
      }
      const [m, k] = a.shape;
      const transposed = Number(transposeB);
      return output(
        [m, n],
        (c) => kernel.multiply(m, n, k, at(a), at(b), transposed, at(bias), at(addend), c, scratch),
      );
    },
    columnSums({ x, y }) {
      const [m, n] = x.shape;
      return output([n], (out) => kernel.columnSums(m, n, at(x), at(y), out));
    },
    scaleColumns({ x, factors }) {
      const [m, n] = x.shape;
      return output([m, n], (out) => kernel.scaleColumns(m, n, at(x), at(factors), out));
    },
    collectShells({ x }, { geometry, shells, factor }) {
      const [sites, channels] = x.shape;
      return output(
        [sites, (1 + shells) * channels],
        (y) => kernel.collectShells(...sizes(geometry), channels, shells, factor, at(x), y),
      );
    },
    foldShells({ x }, { geometry, shells, factor }) {
      const channels = x.shape[1] / (1 + shells);
      return output(
        [x.shape[0], channels],
        (y) => kernel.foldShells(...sizes(geometry), channels, shells, factor, at(x), y),
      );
    },
    aggregateColumns({ x }, { geometry, first, diagonal, factor }) {
      const shell = diagonal ? 2 : 1;
      return output(
        x.shape,
        (y) =>
          kernel.aggregateColumns(...sizes(geometry), x.shape[1], first, shell, factor, at(x), y),
      );
    },
    activate({ x, u, v }, { activation, order }) {
      const count = x.shape.reduce((product, length) => product * length, 1);
      return output(
        x.shape,
        (out) =>
          kernel.activate(ACTIVATIONS[activation], order, count, at(x), at(u), at(v), out, scratch),
      );
    },
    normalise({ x }, { epsilon }) {
      const [m, n] = x.shape;
      return output([m, n], (out) => kernel.normalise(m, n, epsilon, at(x), out));
    },
    normaliseSlope({ x, g }, { epsilon }) {
      const [m, n] = x.shape;
      return output([m, n], (out) => kernel.normaliseSlope(m, n, epsilon, at(x), at(g), out));
    },
    normaliseCurvature({ x, g, h }, { epsilon }) {
      const [m, n] = x.shape;
      return output(
        [m, n],
        (out) => kernel.normaliseCurvature(m, n, epsilon, at(x), at(g), at(h), out),
      );
    },
  };
}
