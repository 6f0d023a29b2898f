/** Typed arrays as bytes and back: what .npy and safetensors files have in common. */

/** Any typed array whose elements a file can hold. */
export type Elements =
  | Float64Array
  | Float32Array
  | BigInt64Array
  | Int32Array
  | Int16Array
  | Int8Array
  | Uint8Array;

/** The class of a typed array. */
export interface ElementsConstructor {
  /** Such as Float64Array. */
  readonly name: string;
  /** Bytes of one element. */
  readonly BYTES_PER_ELEMENT: number;
  /** An array of `length` zeros. */
  new (length: number): Elements;
}

// Files are little-endian; so is every machine that Deno runs on.

/** A copy of `count` elements that begin at byte `start`, however that is aligned. */
export function elementsAt(
  bytes: Uint8Array,
  start: number,
  count: number,
  constructor: ElementsConstructor,
): Elements {
  const elements = new constructor(count);
  bytesOf(elements).set(bytes.subarray(start, start + elements.byteLength));
  return elements;
}

/** The same memory seen as bytes. */
export function bytesOf(elements: Elements): Uint8Array {
  return new Uint8Array(elements.buffer, elements.byteOffset, elements.byteLength);
}

/** Number of elements of an array of this shape; 1 for the empty shape. */
export function product(shape: readonly number[]): number {
  return shape.reduce((count, length) => count * length, 1);
}
