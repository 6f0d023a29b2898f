import assert from "node:assert/strict";
import { LAYER_NORM_EPSILON } from "../../lib/networks/layer_norm.ts";
import { activate } from "../../lib/networks/tfjs/activate.ts";
import { aggregate, collectShells, foldShells } from "../../lib/networks/tfjs/aggregate.ts";
import { useBackend } from "../../lib/networks/tfjs/backend.ts";
import { columnSums, scaleColumns } from "../../lib/networks/tfjs/columns.ts";
import { batchGeometry } from "../../lib/networks/tfjs/geometry.ts";
import { normalise } from "../../lib/networks/tfjs/normalise.ts";
import { product } from "../../lib/networks/tfjs/product.ts";
import type { Tensor, Tfjs } from "../../lib/networks/tfjs/tfjs.ts";
import { shellSites } from "../../lib/networks/twin/site_features.ts";
import { HoneycombLattice } from "../../lib/lattice/honeycomb_lattice.ts";
import { availableBackends } from "./backends.ts";
import { largestDifference, randomFeatures, rms } from "./networks.ts";
import * as twin from "./plain_primitives.ts";
import type { Plain } from "./plain_primitives.ts";

const BACKENDS = await availableBackends();
const GEOMETRY = { batch: 2, height: 4, width: 3 };
const HONEYCOMB = new HoneycombLattice(6, 4);
const TABLES = batchGeometry(HONEYCOMB, 2);

/** Sum (1) or mean over the neighbours (0) or next neighbours (1) of two honeycomb lattices. */
function honeycombShell(x: Plain, shell: "neighbours" | "diagonals", mean: boolean): Plain {
  const around = shellSites(HONEYCOMB, shell);
  const { columns, data } = x;
  const sum = data.map((_, k) => {
    const row = Math.floor(k / columns), i = row % HONEYCOMB.sites;
    const terms = around[i].map((j) => data[(row - i + j) * columns + k % columns]);
    return terms.reduce((a, b) => a + b) / (mean ? terms.length : 1);
  });
  return { ...x, data: sum };
}

/** An operation, its twin in double precision, and shapes of its inputs; [n] stands for a row. */
interface Case {
  readonly shapes: readonly (readonly number[])[];
  readonly fast: (tf: Tfjs, inputs: Tensor[]) => Tensor;
  readonly slow: (inputs: Plain[]) => Plain;
}

const CASES: Readonly<Record<string, Case>> = {
  "A B": {
    shapes: [[7, 5], [5, 3]],
    fast: (tf, [a, b]) => product(tf, a, b),
    slow: ([a, b]) => twin.plainProduct(a, b),
  },
  "A Bᵀ + bias + addend": {
    shapes: [[7, 3], [9, 3], [9], [7, 9]],
    fast: (tf, [a, b, bias, addend]) => product(tf, a, b, { transposeB: true, bias, addend }),
    slow: ([a, b, bias, addend]) => twin.plainProduct(a, twin.plainTranspose(b), bias, addend),
  },
  "Aᵀ B": {
    shapes: [[7, 5], [7, 9]],
    fast: (tf, [a, b]) => product(tf, a, b, { transposeA: true }),
    slow: ([a, b]) => twin.plainProduct(twin.plainTranspose(a), b),
  },
  "column sums": {
    shapes: [[5, 9]],
    fast: (tf, [x]) => columnSums(tf, x),
    slow: ([x]) => twin.plainColumnSums(x),
  },
  "column sums of products": {
    shapes: [[5, 9], [5, 9]],
    fast: (tf, [x, y]) => columnSums(tf, x, y),
    slow: ([x, y]) => twin.plainColumnSums(x, y),
  },
  "scaled columns": {
    shapes: [[5, 7], [7]],
    fast: (tf, [x, factors]) => scaleColumns(tf, x, factors),
    slow: ([x, factors]) => twin.plainScaleColumns(x, factors),
  },
  "collected shells": {
    shapes: [[24, 5]],
    fast: (tf, [x]) => collectShells(tf, x, GEOMETRY, 2, "mean"),
    slow: ([x]) =>
      twin.plainBeside(
        x,
        twin.plainShell(x, GEOMETRY, false, 0.25),
        twin.plainShell(x, GEOMETRY, true, 0.25),
      ),
  },
  "folded shells": {
    shapes: [[24, 15]],
    fast: (tf, [x]) => foldShells(tf, x, GEOMETRY, 2, "sum"),
    slow: ([x]) => {
      const [self, near, diagonal] = [0, 5, 10].map((j) => twin.plainColumns(x, j, j + 5));
      const shells = twin.plainAdd(
        twin.plainShell(near, GEOMETRY, false, 1),
        twin.plainShell(diagonal, GEOMETRY, true, 1),
      );
      return twin.plainAdd(self, shells);
    },
  },
  "aggregation of some columns": {
    shapes: [[24, 7]],
    fast: (tf, [x]) => aggregate(tf, x, GEOMETRY, "neighbours", "mean", 2),
    slow: ([x]) =>
      twin.plainBeside(
        twin.plainColumns(x, 0, 2),
        twin.plainShell(twin.plainColumns(x, 2, 7), GEOMETRY, false, 0.25),
      ),
  },
  "collected shells of honeycomb lattices": {
    shapes: [[48, 5]],
    fast: (tf, [x]) => collectShells(tf, x, TABLES, 2, "mean"),
    slow: ([x]) =>
      twin.plainBeside(
        x,
        honeycombShell(x, "neighbours", true),
        honeycombShell(x, "diagonals", true),
      ),
  },
  "folded shells of honeycomb lattices": {
    shapes: [[48, 6]],
    fast: (tf, [x]) => foldShells(tf, x, TABLES, 2, "sum"),
    slow: ([x]) => {
      const [self, near, next] = [0, 2, 4].map((j) => twin.plainColumns(x, j, j + 2));
      const shells = twin.plainAdd(
        honeycombShell(near, "neighbours", false),
        honeycombShell(next, "diagonals", false),
      );
      return twin.plainAdd(self, shells);
    },
  },
  "aggregation of some columns of honeycomb lattices": {
    shapes: [[48, 7]],
    fast: (tf, [x]) => aggregate(tf, x, TABLES, "neighbours", "mean", 2),
    slow: ([x]) =>
      twin.plainBeside(
        twin.plainColumns(x, 0, 2),
        honeycombShell(twin.plainColumns(x, 2, 7), "neighbours", true),
      ),
  },
  "layer norm": {
    shapes: [[5, 7]],
    fast: (tf, [x]) => normalise(tf, x),
    slow: ([x]) => twin.plainNormalise(x, LAYER_NORM_EPSILON),
  },
  ...Object.fromEntries((["relu", "silu", "softplus", "tanh"] as const).map((activation) => [
    activation,
    {
      shapes: [[5, 7]],
      fast: (tf: Tfjs, [x]: Tensor[]) => activate(tf, x, activation),
      slow: ([x]: Plain[]) => twin.plainActivate(x, activation),
    },
  ])),
};

const size = (shape: readonly number[]) => shape.reduce((a, b) => a * b);

/** Value of Σ_k weights_k output_k at inputs that are all put in one row. */
function slowLoss({ shapes, slow }: Case, weights: ArrayLike<number>) {
  return (all: Float64Array): number => {
    let begin = 0;
    const inputs = shapes.map((shape) => {
      const data = all.subarray(begin, begin += size(shape));
      const [rows, columns] = shape.length === 1 ? [1, shape[0]] : shape;
      return { rows, columns, data };
    });
    return slow(inputs).data.reduce((sum, value, k) => sum + weights[k] * value, 0);
  };
}

/** Slope of f at x along a direction, by central differences. */
function slope(f: (x: Float64Array) => number, direction: ArrayLike<number>, h: number) {
  return (x: Float64Array): number => {
    const moved = (by: number) => f(x.map((value, k) => value + by * direction[k]));
    return (moved(h) - moved(-h)) / (2 * h);
  };
}

/** Slope of f at x along every axis. */
function gradient(f: (x: Float64Array) => number, x: Float64Array, h: number): number[] {
  const axis = (k: number) => Array.from(x, (_, j) => j === k ? 1 : 0);
  return Array.from(x, (_, k) => slope(f, axis(k), h)(x));
}

for (const [name, one] of Object.entries(CASES)) {
  Deno.test(`${name}: value and first and second derivatives are the twin's on every backend`, async () => {
    const { shapes, fast, slow } = one;
    const parts = shapes.map((shape, k) => randomFeatures(size(shape), k + 21));
    const point = Float64Array.from(parts.flatMap((part) => [...part]));
    const direction = randomFeatures(point.length, 11);
    const plainInputs = shapes.map((shape, k) => ({
      rows: shape.length === 1 ? 1 : shape[0],
      columns: shape[shape.length - 1],
      data: Float64Array.from(parts[k]),
    }));
    const value = slow(plainInputs).data;
    const weights = randomFeatures(value.length, 12);
    const loss = slowLoss(one, weights);
    const first = gradient(loss, point, 1e-5);
    const second = gradient(slope(loss, direction, 1e-4), point, 1e-4)
      .map((curvature, k) => curvature + 2 * point[k]);

    for (const backend of BACKENDS) {
      const tf = await useBackend(backend);
      const results = tf.tidy(() => {
        const inputs = parts.map((part, k) => tf.tensor(part, [...shapes[k]]));
        const along = shapes.map((shape, k) => {
          const begin = shapes.slice(0, k).reduce((sum, before) => sum + size(before), 0);
          return tf.tensor(direction.subarray(begin, begin + size(shape)), [...shape]);
        });
        const output = fast(tf, inputs);
        const w = tf.tensor(weights, output.shape);
        const gradients = tf.grads((...x: Tensor[]) => tf.sum(tf.mul(w, fast(tf, x))));
        // With the squares, every input has a gradient.
        const directional = (...x: Tensor[]): Tensor =>
          gradients(x).map((g, k) => tf.add(tf.mul(g, along[k]), tf.square(x[k])))
            .map((terms): Tensor => tf.sum(terms))
            .reduce((total, term) => tf.add(total, term));
        const flat = (tensors: Tensor[]) => tf.concat(tensors.map((x) => tf.reshape(x, [x.size])));
        return [
          tf.reshape(output, [output.size]),
          flat(gradients(inputs)),
          flat(tf.grads(directional)(inputs)),
        ];
      });
      const [ours, ourFirst, ourSecond] = await Promise.all(results.map((x) => x.data()));
      tf.dispose(results);
      const near = (
        a: ArrayLike<number>,
        b: ArrayLike<number>,
        tolerance: number,
        what: string,
      ) => {
        const error = largestDifference(a, b) / Math.max(1, rms(b));
        assert.ok(error <= tolerance, `${backend}, ${what}: ${error}`);
      };
      near(ours, value, 2e-6, "value");
      near(ourFirst, first, 5e-6, "first derivative");
      near(ourSecond, second, 2e-5, "second derivative");
    }
  });
}
