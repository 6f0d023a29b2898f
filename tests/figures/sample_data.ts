/**
 * Data that look like a quench: domains of the Ginzburg-Landau equation with non-conserved order
 * parameter (model A), ∂φ/∂t = φ - φ³ + ∇²φ, on a periodic square lattice, and what is measured on
 * them in the most obvious way. Everything follows from the seed.
 */
import { CounterRng } from "../../lib/random/mod.ts";

const TIME_STEP = 0.1;

export interface Snapshot {
  readonly size: number;
  readonly t: number;
  readonly phi: Float64Array;
}

/** The field at the given times, which are whole multiples of the time step. */
export function modelA(size: number, times: readonly number[], seed: number): Snapshot[] {
  let phi = new CounterRng(seed, "modelA").normals(size * size).map((x) => 0.1 * x);
  const snapshots: Snapshot[] = [];
  const last = Math.round(times[times.length - 1] / TIME_STEP);
  for (let step = 0; step <= last; step++) {
    if (times.some((t) => Math.round(t / TIME_STEP) === step)) {
      snapshots.push({ size, t: step * TIME_STEP, phi: phi.slice() });
    }
    const next = new Float64Array(phi.length);
    for (let y = 0; y < size; y++) {
      const up = ((y + 1) % size) * size;
      const down = ((y + size - 1) % size) * size;
      for (let x = 0; x < size; x++) {
        const i = x + size * y;
        const right = (x + 1) % size + size * y;
        const left = (x + size - 1) % size + size * y;
        const laplacian = phi[right] + phi[left] + phi[x + up] + phi[x + down] - 4 * phi[i];
        next[i] = phi[i] + TIME_STEP * (phi[i] - phi[i] ** 3 + laplacian);
      }
    }
    phi = next;
  }
  return snapshots;
}

/** C(r) along the axes, C(0) = 1. */
export function correlationOf({ size, phi }: Snapshot): { r: number[]; value: number[] } {
  const mean = phi.reduce((a, b) => a + b, 0) / phi.length;
  const value = Array.from({ length: size / 2 }, (_, r) => {
    let sum = 0;
    for (let y = 0; y < size; y++) {
      for (let x = 0; x < size; x++) {
        const here = phi[x + size * y] - mean;
        sum += here *
          (phi[(x + r) % size + size * y] + phi[x + size * ((y + r) % size)] - 2 * mean);
      }
    }
    return sum;
  });
  return { r: value.map((_, r) => r), value: value.map((c) => c / value[0]) };
}

/** Where a function of distance first falls to one half, between its points by a straight line. */
export function halfWidth({ r, value }: { r: number[]; value: number[] }): number {
  const i = value.findIndex((c) => c < 0.5);
  return r[i - 1] + (value[i - 1] - 0.5) / (value[i - 1] - value[i]) * (r[i] - r[i - 1]);
}

/** |Σ φ e^{-ik·r} e^{-iπ(x+y)}|²/N: the peak of an order at (π, π), from the plain sums. */
export function structureFactorOf({ size, phi }: Snapshot): Float64Array {
  const cos = Array.from({ length: size }, (_, j) => Math.cos(2 * Math.PI * j / size));
  const sin = Array.from({ length: size }, (_, j) => Math.sin(2 * Math.PI * j / size));
  const rows = Array.from({ length: size }, () => [new Float64Array(size), new Float64Array(size)]);
  for (let y = 0; y < size; y++) {
    for (let a = 0; a < size; a++) {
      for (let x = 0; x < size; x++) {
        const site = phi[x + size * y] * ((x + y) % 2 === 0 ? 1 : -1);
        rows[a][0][y] += site * cos[a * x % size];
        rows[a][1][y] -= site * sin[a * x % size];
      }
    }
  }
  return Float64Array.from({ length: size * size }, (_, k) => {
    const [a, b] = [k % size, Math.floor(k / size)];
    let [re, im] = [0, 0];
    for (let y = 0; y < size; y++) {
      const [c, s] = [cos[b * y % size], sin[b * y % size]];
      re += rows[a][0][y] * c + rows[a][1][y] * s;
      im += rows[a][1][y] * c - rows[a][0][y] * s;
    }
    return (re * re + im * im) / (size * size);
  });
}

/** Average of S over rings around (π, π), one wave number wide. */
export function ringAverage(size: number, S: Float64Array): { q: number[]; S: number[] } {
  const sums = new Float64Array(size / 2);
  const counts = new Float64Array(size / 2);
  S.forEach((value, k) => {
    const ring = Math.round(Math.hypot(k % size - size / 2, Math.floor(k / size) - size / 2));
    if (ring < 1 || ring >= size / 2) return;
    sums[ring] += value;
    counts[ring]++;
  });
  const rings = Array.from({ length: size / 2 - 1 }, (_, i) => i + 1);
  return {
    q: rings.map((ring) => 2 * Math.PI * ring / size),
    S: rings.map((ring) => sums[ring] / counts[ring]),
  };
}

/** Normally distributed numbers. */
export function normals(count: number, seed: number): Float64Array {
  return new CounterRng(seed, "bootstrap").normals(count);
}

/** Mean and standard error over the runs of an ensemble, for arrays of equal length. */
export function meanAndError(runs: readonly ArrayLike<number>[]) {
  const length = runs[0].length;
  const mean = Array.from(
    { length },
    (_, i) => runs.reduce((sum, run) => sum + run[i], 0) / runs.length,
  );
  const error = mean.map((m, i) => {
    const variance = runs.reduce((sum, run) => sum + (run[i] - m) ** 2, 0) / (runs.length - 1);
    return Math.sqrt(variance / runs.length);
  });
  return { mean, error };
}
