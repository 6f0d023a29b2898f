import { inPanels, PANEL } from "./inference_kernel.ts";

/** The right operand of a product as the kernel takes it: by panels of eight columns. */
export class Panels {
  /** The panels one after the other, zero where nothing was placed. */
  readonly values: Float32Array;
  readonly #depth: number;

  /** Of so many rows, and columns padded to whole panels. */
  constructor(depth: number, columns: number) {
    this.#depth = depth;
    this.values = new Float32Array(depth * inPanels(columns));
  }

  /** Places Wᵀ of a matrix W, shape [out, in], from a row and column on. */
  place(row: number, column: number, W: Float32Array, out: number, into: number): this {
    for (let o = 0; o < out; o++) {
      for (let i = 0; i < into; i++) this.set(row + i, column + o, W[o * into + i]);
    }
    return this;
  }

  /** Places W itself, which takes gradients back, likewise. */
  placeBack(row: number, column: number, W: Float32Array, out: number, into: number): this {
    for (let o = 0; o < out; o++) {
      for (let i = 0; i < into; i++) this.set(row + o, column + i, W[o * into + i]);
    }
    return this;
  }

  /** Sets one number. */
  set(row: number, column: number, value: number): void {
    const panel = this.#depth * PANEL * Math.floor(column / PANEL);
    this.values[panel + PANEL * row + column % PANEL] = value;
  }
}

/** Numbers side by side, each array padded to whole panels by zeros. */
export function padded(...arrays: readonly Float32Array[]): Float32Array {
  const ends = arrays.map(({ length }) => inPanels(length));
  const values = new Float32Array(ends.reduce((a, b) => a + b));
  arrays.reduce((at, array, k) => {
    values.set(array, at);
    return at + ends[k];
  }, 0);
  return values;
}

/** The most of the numbers at even places, and at odd ones: what two planes written by turns need. */
export function mostByTurns(channels: readonly number[]): number[] {
  return [0, 1].map((turn) => Math.max(0, ...channels.filter((_, k) => k % 2 === turn)));
}
