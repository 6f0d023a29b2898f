import {
  type ProductOptions,
  registerPrimitiveGradient,
  runPrimitive,
} from "./primitives/primitives.ts";
import { columnSums } from "./columns.ts";
import type { Tensor, Tfjs } from "./tfjs.ts";

/** What a product may be given besides its operands. */
export interface ProductExtras extends Partial<ProductOptions> {
  /** A row added to every row, shape [n]; not with A transposed. */
  readonly bias?: Tensor | undefined;
  /** A matrix added, shape [m, n]; not with A transposed. */
  readonly addend?: Tensor | undefined;
}

/** op(A) op(B) + bias + addend of matrices, either of them transposed but not both. */
export function product(tf: Tfjs, a: Tensor, b: Tensor, extras: ProductExtras = {}): Tensor {
  const { transposeA = false, transposeB = false, bias, addend } = extras;
  return runPrimitive(tf, "product", { a, b, bias, addend }, { transposeA, transposeB });
}

/** Registers the gradient: products of the same kind, and the sum of each column for the bias. */
export function registerProductGradient(tf: Tfjs): void {
  registerPrimitiveGradient(
    tf,
    "product",
    ["a", "b"],
    (dy, [a, b], { transposeA, transposeB }: ProductOptions) => ({
      a: () =>
        transposeA
          ? product(tf, b, dy, { transposeB: true })
          : product(tf, dy, b, { transposeB: !transposeB }),
      b: () =>
        transposeB
          ? product(tf, dy, a, { transposeA: true })
          : product(tf, a, dy, { transposeA: !transposeA }),
      bias: () => columnSums(tf, dy),
      // A tensor of its own, since the tape frees gradients one by one.
      addend: () => tf.clone(dy),
    }),
  );
}
