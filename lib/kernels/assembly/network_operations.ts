// What networks compute, in single precision on the matrices of TensorFlow.js: this kernel works in
// the memory of its WebAssembly backend. It must therefore have no static data of its own, and
// takes every address, that of its scratch included, from the caller. Matrices are row-major
// without gaps between rows.

export { activate } from "./network_operations/activate";
export { columnSums, scaleColumns } from "./network_operations/columns";
export { normalise, normaliseCurvature, normaliseSlope } from "./network_operations/normalise";
export { multiply } from "./network_operations/product";
export { aggregateColumns, collectShells, foldShells, gatherShell } from "./network_operations/shells";
export { multiplyTransposed } from "./network_operations/transposed_product";
import { COLUMN_BLOCK, INNER_BLOCK } from "./network_operations/pack";

/** First byte above this kernel's static data: the least there is, since it has none. */
export function heapBase(): usize {
  return __heap_base;
}

/** Bytes of scratch that the functions need that ask for it. */
export function scratchBytes(): usize {
  return <usize>((INNER_BLOCK + 1) * COLUMN_BLOCK + 64) << 2;
}
