import module from "../../../kernels/network_operations_module.js";
import type { Activation, Aggregation } from "../../architecture.ts";
import { aggregationFactor, type BatchGeometry } from "../geometry.ts";
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
  | "gatherShell"
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

/** The site itself, where a shell is asked for. */
const SELF = -1;

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

  /** Tables of sites in the memory, which they stay in: one or two for a lattice. */
  const tableAddresses = new WeakMap<Int32Array, number>();
  const addressOf = (table: Int32Array): number => {
    const known = tableAddresses.get(table);
    if (known !== undefined) return known;
    const address = backend.wasm._malloc(table.byteLength) >>> 0;
    new Int32Array(backend.wasm.asm.memory.buffer, address, table.length).set(table);
    tableAddresses.set(table, address);
    return address;
  };

  /**
   * Adds up shells by their tables: `channels` columns of rows at an address, so many columns wide,
   * to columns of others.
   */
  const gatherer = (
    geometry: BatchGeometry,
    aggregation: Aggregation,
    channels: number,
    [x, widthX]: readonly [number, number],
    [y, widthY]: readonly [number, number],
  ) => {
    const { batch, height, width, tables = [] } = geometry;
    return (shell: number, fromColumn: number, toColumn: number, accumulate = false) => {
      const { size, sites } = tables[shell] ?? { size: 0, sites: undefined };
      const factor = shell === SELF ? 1 : aggregationFactor(geometry, shell, aggregation);
      kernel.gatherShell(
        ...[batch, height * width, channels, size, sites === undefined ? 0 : addressOf(sites)],
        ...[
          factor,
          x + 4 * fromColumn,
          4 * widthX,
          y + 4 * toColumn,
          4 * widthY,
          Number(accumulate),
        ],
      );
    };
  };

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
    collectShells({ x }, { geometry, shells, aggregation }) {
      const [sites, channels] = x.shape;
      const width = (1 + shells) * channels;
      return output([sites, width], (y) => {
        const { tables } = geometry;
        if (tables === undefined) {
          const factor = aggregationFactor(geometry, 0, aggregation);
          kernel.collectShells(...sizes(geometry), channels, shells, factor, at(x), y);
          return;
        }
        const gather = gatherer(geometry, aggregation, channels, [at(x), channels], [y, width]);
        for (let shell = SELF; shell < shells; shell++) gather(shell, 0, (shell + 1) * channels);
      });
    },
    foldShells({ x }, { geometry, shells, aggregation }) {
      const width = x.shape[1], channels = width / (1 + shells);
      return output([x.shape[0], channels], (y) => {
        const { tables } = geometry;
        if (tables === undefined) {
          const factor = aggregationFactor(geometry, 0, aggregation);
          kernel.foldShells(...sizes(geometry), channels, shells, factor, at(x), y);
          return;
        }
        const gather = gatherer(geometry, aggregation, channels, [at(x), width], [y, channels]);
        gather(SELF, 0, 0);
        for (let shell = 0; shell < shells; shell++) gather(shell, (shell + 1) * channels, 0, true);
      });
    },
    aggregateColumns({ x }, { geometry, first, shell, aggregation }) {
      const width = x.shape[1];
      return output(x.shape, (y) => {
        const { tables } = geometry;
        if (tables === undefined) {
          const factor = aggregationFactor(geometry, shell, aggregation);
          kernel.aggregateColumns(...sizes(geometry), width, first, shell + 1, factor, at(x), y);
          return;
        }
        const rows = [[at(x), width], [y, width]] as const;
        if (first > 0) gatherer(geometry, aggregation, first, ...rows)(SELF, 0, 0);
        gatherer(geometry, aggregation, width - first, ...rows)(shell, first, first);
      });
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
