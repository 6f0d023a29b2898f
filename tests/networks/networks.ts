import type { Architecture } from "../../lib/networks/architecture.ts";
import { RAW_EMBEDDING } from "../../lib/networks/architecture.ts";
import { isTrainable, parameterLayout } from "../../lib/networks/parameter_layout.ts";
import { initialParameters, type ParameterSet } from "../../lib/networks/parameters.ts";
import { CounterRng } from "../../lib/random/counter_rng.ts";

/** Small networks of every kind, between them with every option. */
export const ARCHITECTURES: Readonly<Record<string, Architecture>> = {
  "mlp, silu": {
    model: "mlp",
    descriptor: "complete",
    hidden: [12, 7],
    activation: "silu",
    baseline: "cavity",
    target: "density",
  },
  "mlp, relu": {
    model: "mlp",
    descriptor: "paper",
    hidden: [9],
    activation: "relu",
    baseline: "none",
    target: "force",
  },
  "gnn, widening and narrowing, sum, relu": {
    model: "gnn",
    embedding: RAW_EMBEDDING,
    channels: [3, 8, 5],
    shells: 1,
    aggregation: "sum",
    activation: "relu",
    particleHole: "learned",
    baseline: "none",
    target: "force",
  },
  "gnn, cavity, diagonals, odd, silu": {
    model: "gnn",
    embedding: { kind: "cavity", poles: 1 },
    channels: [6, 4],
    shells: 2,
    aggregation: "mean",
    activation: "silu",
    particleHole: "exact",
    baseline: "cavity",
    target: "density",
  },
  "energy GNN, silu": {
    model: "energy-gnn",
    channels: [6, 4],
    readoutWidth: 2,
    aggregation: "mean",
    activation: "silu",
    particleHole: "learned",
    baseline: "cavity",
    target: "density",
  },
  "energy GNN, even, sum, softplus": {
    model: "energy-gnn",
    channels: [5],
    readoutWidth: 1,
    aggregation: "sum",
    activation: "softplus",
    particleHole: "exact",
    baseline: "none",
    target: "force",
  },
  "energy GNN, tanh": {
    model: "energy-gnn",
    channels: [4, 5],
    readoutWidth: 2,
    aggregation: "mean",
    activation: "tanh",
    particleHole: "learned",
    baseline: "none",
    target: "density",
  },
};

/** Parameters none of which is 0 or 1, so that each of them matters. */
export function randomParameters(architecture: Architecture, seed: number): ParameterSet {
  const parameters = new Map(initialParameters(architecture, "he", seed));
  const rng = new CounterRng(seed, "bootstrap");
  parameterLayout(architecture).forEach((entry, step) => {
    if (entry.role === "weight") return;
    const noise = rng.normals(parameters.get(entry.name)!.length, { step });
    const centre = entry.role === "gain" ? 1 : entry.role === "scale" ? 1.5 : 0;
    parameters.set(entry.name, Float32Array.from(noise, (z) => centre + 0.2 * Math.tanh(z)));
  });
  return parameters;
}

/** Names of the arrays that training changes. */
export function trainableNames(architecture: Architecture): string[] {
  return parameterLayout(architecture).filter(isTrainable).map(({ name }) => name);
}

/** Standard normal features, shape [count], rounded to single precision. */
export function randomFeatures(count: number, seed: number): Float32Array {
  return Float32Array.from(new CounterRng(seed, "initialDisplacement").normals(count));
}

/** Root mean square. */
export function rms(values: ArrayLike<number>): number {
  return Math.sqrt(Array.from(values, (v) => v * v).reduce((a, b) => a + b) / values.length);
}

/** Largest absolute difference. */
export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Array.from(a, (value, i) => Math.abs(value - b[i])).reduce((x, y) => Math.max(x, y), 0);
}
