import { FormatError, ShapeError } from "../errors.ts";
import { bytesOf, elementsAt, product } from "./elements.ts";
import { parseSafetensorsHeader } from "./safetensors_header.ts";

/** Each element type that is read and written, by its name in the format, with its array. */
export interface TensorData {
  /** float64. */
  F64: Float64Array;
  /** float32. */
  F32: Float32Array;
  /** int64. */
  I64: BigInt64Array;
  /** int32. */
  I32: Int32Array;
  /** int16. */
  I16: Int16Array;
  /** int8. */
  I8: Int8Array;
  /** uint8. */
  U8: Uint8Array;
}

/** An element type, by its name in the safetensors format. */
export type TensorDtype = keyof TensorData;

/** A tensor of element type D in C order: the last index runs fastest. */
export interface TensorOf<D extends TensorDtype> {
  /** The element type. */
  readonly dtype: D;
  /** Length along each axis; empty for a single number. */
  readonly shape: readonly number[];
  /** The elements, as many as the product of the shape. */
  readonly data: TensorData[D];
}

/** A tensor of any of the element types; its `dtype` tells which. */
export type Tensor = { [D in TensorDtype]: TensorOf<D> }[TensorDtype];

/** What a safetensors file holds. */
export interface Safetensors {
  /** The tensors by name. */
  readonly tensors: ReadonlyMap<string, Tensor>;
  /** Free text by key, such as the architecture of a network. */
  readonly metadata: Readonly<Record<string, string>>;
}

const CONSTRUCTORS = {
  F64: Float64Array,
  F32: Float32Array,
  I64: BigInt64Array,
  I32: Int32Array,
  I16: Int16Array,
  I8: Int8Array,
  U8: Uint8Array,
} as const;

/**
 * The tensors in the bytes of a safetensors file (https://github.com/huggingface/safetensors).
 * The header is checked in full: every tensor's bytes must match its shape and lie one after the
 * other, without holes or overlaps, up to the end of the file.
 *
 * @param name how errors call the file, usually its path
 * @throws {FormatError} in one line, if the bytes are anything else
 */
export function decodeSafetensors(bytes: Uint8Array, name: string): Safetensors {
  const header = parseSafetensorsHeader(bytes, name);
  const tensors = new Map<string, Tensor>();
  for (const entry of header.entries) {
    if (!Object.hasOwn(CONSTRUCTORS, entry.dtype)) {
      const advice = /^(BF|F)\d/.test(entry.dtype)
        ? "save it with more digits, in PyTorch tensor.float()"
        : `element types read here are ${Object.keys(CONSTRUCTORS).join(", ")}`;
      throw new FormatError(
        `Cannot read ${name}: tensor "${entry.name}" is of ${entry.dtype}; ${advice}`,
      );
    }
    const dtype = entry.dtype as TensorDtype;
    const constructor = CONSTRUCTORS[dtype];
    const count = product(entry.shape);
    if (entry.end - entry.begin !== count * constructor.BYTES_PER_ELEMENT) {
      throw new FormatError(
        `Cannot read ${name}: tensor "${entry.name}" of ${dtype} [${
          entry.shape.join(", ")
        }] takes ` +
          `${count * constructor.BYTES_PER_ELEMENT} bytes, not ${entry.end - entry.begin}`,
      );
    }
    const data = elementsAt(bytes, header.dataStart + entry.begin, count, constructor);
    tensors.set(entry.name, { dtype, shape: entry.shape, data } as Tensor);
  }
  return { tensors, metadata: header.metadata };
}

/**
 * The bytes of a safetensors file. They depend on names, tensors and metadata only, not on the order
 * in which these are given: wide element types come first, so that all are aligned, then by name.
 *
 * @throws {ShapeError} if the number of elements is not the product of the shape, or their type is
 *   not the one named
 *
 * @example
 * ```ts
 * import { decodeSafetensors, encodeSafetensors, type Tensor } from "../../mod.ts";
 * import assert from "node:assert/strict";
 * const Q: Tensor = { dtype: "F64", shape: [1, 2], data: Float64Array.of(0.5, -0.5) };
 * const bytes = encodeSafetensors({ tensors: new Map([["Q", Q]]), metadata: { step: "10" } });
 * assert.deepEqual(decodeSafetensors(bytes, "checkpoint").tensors.get("Q"), Q);
 * ```
 */
export function encodeSafetensors({ tensors, metadata }: Safetensors): Uint8Array {
  const sorted = [...tensors].sort(([nameA, a], [nameB, b]) =>
    b.data.BYTES_PER_ELEMENT - a.data.BYTES_PER_ELEMENT || (nameA < nameB ? -1 : 1)
  );
  const header: [string, unknown][] = [];
  const texts = Object.entries(metadata).sort(([a], [b]) => a < b ? -1 : 1);
  if (texts.length > 0) header.push(["__metadata__", Object.fromEntries(texts)]);
  let end = 0;
  for (const [name, tensor] of sorted) {
    requireConsistent(name, tensor);
    const { dtype, shape, data } = tensor;
    header.push([name, { dtype, shape, data_offsets: [end, end += data.byteLength] }]);
  }
  const json = new TextEncoder().encode(objectText(header));
  // Spaces after the header align the first tensor to 8 bytes.
  const headerLength = Math.ceil(json.length / 8) * 8;
  const bytes = new Uint8Array(8 + headerLength + end);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerLength), true);
  bytes.fill(0x20, 8, 8 + headerLength);
  bytes.set(json, 8);
  let at = 8 + headerLength;
  for (const [, { data }] of sorted) {
    bytes.set(bytesOf(data), at);
    at += data.byteLength;
  }
  return bytes;
}

/**
 * The tensor called `name`, which must be there with this element type and, where given, this shape.
 *
 * @param file how errors call the file
 * @throws {FormatError} if it is missing or another
 */
export function requireTensor<D extends TensorDtype>(
  { tensors }: Safetensors,
  name: string,
  dtype: D,
  file: string,
  shape?: readonly number[],
): TensorOf<D> {
  const tensor = tensors.get(name);
  if (tensor === undefined) {
    throw new FormatError(
      `Cannot use ${file}: it has no tensor "${name}", only ${[...tensors.keys()].join(", ")}`,
    );
  }
  const wanted = shape ?? tensor.shape;
  if (tensor.dtype !== dtype || tensor.shape.join() !== wanted.join()) {
    throw new FormatError(
      `Cannot use ${file}: its tensor "${name}" is ${tensor.dtype} [${tensor.shape.join(", ")}], ` +
        `not ${dtype} [${wanted.join(", ")}]`,
    );
  }
  return tensor as unknown as TensorOf<D>;
}

/** JSON of an object in the order given, whatever the keys: `{}` would put "1" before "a". */
function objectText(entries: readonly [string, unknown][]): string {
  return `{${entries.map(([k, v]) => `${JSON.stringify(k)}:${JSON.stringify(v)}`).join(",")}}`;
}

function requireConsistent(name: string, { dtype, shape, data }: Tensor): void {
  if (name === "__metadata__") throw new ShapeError(`No tensor can be called "__metadata__"`);
  if (!(data instanceof CONSTRUCTORS[dtype]) || product(shape) !== data.length) {
    throw new ShapeError(
      `Cannot write tensor "${name}" as ${dtype} [${shape.join(", ")}]: it takes ` +
        `${product(shape)} elements of ${CONSTRUCTORS[dtype].name}, not ${data.length} of ` +
        Object.prototype.toString.call(data).slice(8, -1),
    );
  }
}
