import type { Activation, Aggregation } from "../../architecture.ts";
import type { BatchGeometry } from "../geometry.ts";
import type { Tensor, Tfjs } from "../tfjs.ts";

/** What an implementation takes and gives: a tensor without its methods. */
export interface TensorInfo {
  readonly dataId: Tensor["dataId"];
  readonly shape: number[];
  readonly dtype: Tensor["dtype"];
}

/** A·B, with either operand transposed (not both). */
export interface ProductOptions {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

/** Sums or means over shells of sites. */
export interface ShellOptions {
  readonly geometry: BatchGeometry;
  /** 1: neighbours; 2: diagonals too. */
  readonly shells: number;
  readonly aggregation: Aggregation;
}

/** Sums or means over one shell, in the columns from `first` on; those before stay. */
export interface AggregateOptions {
  readonly geometry: BatchGeometry;
  readonly first: number;
  /** 0: neighbours; 1: diagonals. */
  readonly shell: number;
  readonly aggregation: Aggregation;
}

/** What keeps the square root of layer norm from 0. */
export interface NormaliseOptions {
  readonly epsilon: number;
}

/** Which derivative of an activation. */
export interface ActivateOptions {
  readonly activation: Activation;
  /** 0 to 3. */
  readonly order: number;
}

/**
 * The operations that networks and their derivatives are made of: each is one operation to the
 * tape, and its gradient is made of these operations again, so that second derivatives are right
 * too. All tensors are matrices of float32 but where said otherwise.
 */
export interface Primitives {
  /** op(A) op(B), plus a row `bias` [n], plus a matrix `addend`; neither with A transposed. */
  product(
    inputs: { a: TensorInfo; b: TensorInfo; bias?: TensorInfo; addend?: TensorInfo },
    options: ProductOptions,
  ): TensorInfo;
  /** Σ_i x_ij of every column j, or Σ_i x_ij y_ij: [m, n] to [n]. */
  columnSums(inputs: { x: TensorInfo; y?: TensorInfo }): TensorInfo;
  /** x_ij f_j: [m, n] and [n] to [m, n]. */
  scaleColumns(inputs: { x: TensorInfo; factors: TensorInfo }): TensorInfo;
  /** Side by side V and its shells: [sites, c] to [sites, (1 + shells) c]. */
  collectShells(inputs: { x: TensorInfo }, options: ShellOptions): TensorInfo;
  /** The adjoint of `collectShells`. */
  foldShells(inputs: { x: TensorInfo }, options: ShellOptions): TensorInfo;
  /** Sums over a shell in some of the columns; its own adjoint. */
  aggregateColumns(inputs: { x: TensorInfo }, options: AggregateOptions): TensorInfo;
  /** u v σ⁽ᵒʳᵈᵉʳ⁾(x) element by element, of any shape; u and v may be left out. */
  activate(
    inputs: { x: TensorInfo; u?: TensorInfo; v?: TensorInfo },
    options: ActivateOptions,
  ): TensorInfo;
  /** Each row less its mean, over the root of its variance plus ε. */
  normalise(inputs: { x: TensorInfo }, options: NormaliseOptions): TensorInfo;
  /** The derivative of that at x, which is symmetric, applied to the rows of g. */
  normaliseSlope(inputs: { x: TensorInfo; g: TensorInfo }, options: NormaliseOptions): TensorInfo;
  /** The derivative in x of h·(that applied to g), row by row. Its own gradient is not known. */
  normaliseCurvature(
    inputs: { x: TensorInfo; g: TensorInfo; h: TensorInfo },
    options: NormaliseOptions,
  ): TensorInfo;
}

/** Name of a primitive. */
export type PrimitiveName = keyof Primitives;

/** Which inputs each may be given. */
export const INPUTS: Readonly<Record<PrimitiveName, readonly (readonly string[])[]>> = {
  product: [["a", "b"], ["a", "b", "bias"], ["a", "b", "addend"], ["a", "b", "bias", "addend"]],
  columnSums: [["x"], ["x", "y"]],
  scaleColumns: [["x", "factors"]],
  collectShells: [["x"]],
  foldShells: [["x"]],
  aggregateColumns: [["x"]],
  activate: [["x"], ["x", "u"], ["x", "u", "v"]],
  normalise: [["x"]],
  normaliseSlope: [["x", "g"]],
  normaliseCurvature: [["x", "g", "h"]],
};

/**
 * The name that TensorFlow.js knows a primitive with these inputs by. It wants to know which inputs
 * a gradient needs, so that a primitive with other inputs is another to it.
 */
export function kernelName(name: PrimitiveName, inputs: readonly string[]): string {
  return `nearsight.${name}(${inputs.join(", ")})`;
}

/** Runs a primitive on the backend in use. Inputs that are undefined are left out. */
export function runPrimitive<Name extends PrimitiveName>(
  tf: Tfjs,
  name: Name,
  inputs: { [key in keyof Parameters<Primitives[Name]>[0]]: Tensor | undefined },
  options?: Parameters<Primitives[Name]>[1],
): Tensor {
  const given = Object.entries(inputs).filter(([, tensor]) => tensor !== undefined);
  const kernel = kernelName(name, given.map(([key]) => key));
  type Run = (name: string, inputs: unknown, attributes: unknown) => Tensor;
  const engine = tf.engine() as unknown as { runKernel: Run };
  return engine.runKernel(kernel, Object.fromEntries(given), options ?? {});
}

type Gradient = (dy: Tensor, saved: Tensor[], options: never) => Record<string, () => Tensor>;

/**
 * Tells TensorFlow.js the gradient of a primitive: by input, a function that forms it, called only
 * where it is needed.
 *
 * @param needed the inputs that it is formed from, in the order in which it is given them; those
 *   that the primitive was not given are missing
 */
export function registerPrimitiveGradient(
  tf: Tfjs,
  name: PrimitiveName,
  needed: readonly string[],
  gradient: Gradient,
): void {
  for (const inputs of INPUTS[name]) {
    tf.registerGradient({
      kernelName: kernelName(name, inputs),
      inputsToSave: needed.filter((input) => inputs.includes(input)),
      gradFunc: (dy, saved, options) =>
        gradient(dy as Tensor, saved as Tensor[], options as unknown as never),
    });
  }
}
