import module from "../kernels/d4_descriptor_module.js";
import { instantiateKernel, type Kernel } from "../kernels/kernel.ts";
import type { Lattice } from "../lattice/lattice.ts";
import { type Descriptor, type FeatureArray, validateDescribe } from "./descriptor.ts";
import { DESCRIPTOR_SIZE, ENVIRONMENT_REACH, requireRoomForEnvironment } from "./environment.ts";
import { type FeatureForm, featuresOfForm } from "./feature_forms.ts";

/** What the kernel has to describe rows of sites: `assembly/d4_descriptor/rows.ts`. */
export type DescribeRows = (
  form: number,
  single: boolean,
  padded: number,
  stride: number,
  width: number,
  rows: number,
  scratch: number,
  features: number,
) => void;

/** How the kernel calls the forms. */
export const FORM_NUMBERS: Readonly<Record<FeatureForm, number>> = {
  paper: 0,
  complete: 1,
  oriented: 2,
};

/** Bytes of features in one call of the kernel: they stay in the cache until they are copied. */
const CHUNK_BYTES = 2 ** 18;
const SCRATCH_BYTES = 16 * (DESCRIPTOR_SIZE + 3);

/**
 * The descriptor by a WebAssembly kernel, two sites at a time; features in double precision have the
 * bits of `PlainDescriptor`.
 */
export class WasmDescriptor implements Descriptor {
  readonly form: FeatureForm;
  readonly lattice: Lattice;
  readonly #kernel: Kernel<{ readonly describeRows: DescribeRows }>;
  /** Rows of sites in one call. */
  readonly #rows: number;
  /** Numbers in a row of the padded field: the halo to both sides, and room for a pair of sites. */
  readonly #stride: number;

  /**
   * A descriptor of the sites of a lattice.
   *
   * @throws {ParameterError} if a side of the lattice is below 8 or the form is unknown
   */
  constructor(lattice: Lattice, form: FeatureForm = "complete") {
    requireRoomForEnvironment(lattice);
    featuresOfForm(form);
    this.lattice = lattice;
    this.form = form;
    const rowBytes = 8 * DESCRIPTOR_SIZE * lattice.width;
    this.#rows = Math.min(lattice.height, Math.max(1, Math.floor(CHUNK_BYTES / rowBytes)));
    this.#stride = lattice.width + 2 * ENVIRONMENT_REACH;
    this.#kernel = instantiateKernel(
      module,
      SCRATCH_BYTES + this.#rows * rowBytes + 8 * this.#paddedLength(this.#rows),
    );
  }

  describe<Features extends FeatureArray>(field: Float64Array, features: Features): Features {
    validateDescribe(this.lattice, field, features);
    const { exports, memory, heapBase } = this.#kernel;
    const { width, height } = this.lattice;
    const single = features instanceof Float32Array;
    const out = heapBase + SCRATCH_BYTES;
    const padded = out + 8 * DESCRIPTOR_SIZE * width * this.#rows;
    for (let first = 0; first < height; first += this.#rows) {
      const rows = Math.min(this.#rows, height - first);
      this.#pad(field, first, new Float64Array(memory.buffer, padded, this.#paddedLength(rows)));
      exports.describeRows(
        ...[FORM_NUMBERS[this.form], single, padded, this.#stride] as const,
        ...[width, rows, heapBase, out] as const,
      );
      const length = DESCRIPTOR_SIZE * width * rows;
      const chunk = single
        ? new Float32Array(memory.buffer, out, length)
        : new Float64Array(memory.buffer, out, length);
      features.set(chunk, DESCRIPTOR_SIZE * width * first);
    }
    return features;
  }

  /** Length of the padded field of so many rows. */
  #paddedLength(rows: number): number {
    return this.#stride * (rows + 2 * ENVIRONMENT_REACH);
  }

  /** Copies rows of the field with all that lies within reach of them, as if it went on for ever. */
  #pad(field: Float64Array, first: number, padded: Float64Array): void {
    const { width, height } = this.lattice;
    const reach = ENVIRONMENT_REACH;
    for (let at = 0, y = first - reach; at < padded.length; at += this.#stride, y++) {
      const row = width * ((y + height) % height);
      padded.set(field.subarray(row + width - reach, row + width), at);
      padded.set(field.subarray(row, row + width), at + reach);
      padded.set(field.subarray(row, row + reach), at + reach + width);
    }
  }
}
