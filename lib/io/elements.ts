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

/**
 * A copy of `count` elements that begin at byte `start`, however that is aligned.
 *
 * @param bigEndian whether the bytes of an element come the other way round
 */
export function elementsAt(
  bytes: Uint8Array,
  start: number,
  count: number,
  constructor: ElementsConstructor,
  bigEndian = false,
): Elements {
  const elements = new constructor(count);
  const copy = bytesOf(elements);
  copy.set(bytes.subarray(start, start + elements.byteLength));
  if (bigEndian) {
    const size = constructor.BYTES_PER_ELEMENT;
    for (let at = 0; at < copy.length; at += size) copy.subarray(at, at + size).reverse();
  }
  return elements;
}

/** Elements in Fortran order, the first index fastest, put in C order. */
export function fromFortranOrder(
  elements: Elements,
  shape: readonly number[],
  constructor: ElementsConstructor,
): Elements {
  const ordered = new constructor(elements.length);
  // Steps between neighbours along each axis in the elements that were given.
  const strides = shape.map((_, axis) => product(shape.slice(0, axis)));
  const index = shape.map(() => 0);
  let from = 0;
  for (let to = 0; to < elements.length; to++) {
    ordered[to] = elements[from];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      from += strides[axis];
      if (++index[axis] < shape[axis]) break;
      from -= strides[axis] * shape[axis];
      index[axis] = 0;
    }
  }
  return ordered;
}

/** The same memory seen as bytes. */
export function bytesOf(elements: Elements): Uint8Array {
  return new Uint8Array(elements.buffer, elements.byteOffset, elements.byteLength);
}

/** Number of elements of an array of this shape; 1 for the empty shape. */
export function product(shape: readonly number[]): number {
  return shape.reduce((count, length) => count * length, 1);
}
