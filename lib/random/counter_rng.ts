import { ParameterError } from "../errors.ts";
import { instantiateKernel, type Kernel } from "../kernels/kernel.ts";
import module from "../kernels/counter_rng_module.js";
import { type StreamName, STREAMS } from "./streams.ts";

type Draw = (
  k0: number,
  k1: number,
  stream: number,
  step: number,
  trajectory: number,
  first: number,
  count: number,
  out: number,
  scratch: number,
) => void;

interface RngExports {
  readonly normals: Draw;
  readonly uniforms: Draw;
}

/** Which numbers of a stream: all zero when left out. */
export interface Counter {
  /** Number of the trajectory, 0 … 2³² - 1. */
  readonly trajectory?: number;
  /** Time step, 0 … 2³² - 1. */
  readonly step?: number;
  /** Index of the first number, usually a site. */
  readonly first?: number;
}

/** Numbers drawn in one call of the kernel. */
const CHUNK = 4096;
/** Bytes of scratch of the kernel. */
const SCRATCH = 32;
const UINT32_COUNT = 2 ** 32;

let kernel: Kernel<RngExports> | undefined;

/**
 * Counter-based random numbers (Philox4x32-10): each number is a function of (seed, stream,
 * trajectory, step, index) and of nothing else. There is no state to save, and any part of the
 * sequence may be drawn by any worker in any order with the same bits.
 *
 * @example
 * ```ts
 * import { CounterRng } from "../../mod.ts";
 * import assert from "node:assert/strict";
 * const noise = new CounterRng(7, "langevinNoise");
 * const all = noise.normals(100, { step: 3 });
 * const tail = noise.normals(40, { step: 3, first: 60 });
 * assert.deepEqual(tail, all.subarray(60));
 * ```
 */
export class CounterRng {
  readonly #key0: number;
  readonly #key1: number;
  readonly #stream: number;

  /**
   * A stream of a seed.
   *
   * @param seed integer from 0 to 2⁵³ - 1
   * @param stream which of the independent streams of that seed
   * @throws {ParameterError} if the seed is not such an integer
   */
  constructor(seed: number, stream: StreamName) {
    if (!Number.isSafeInteger(seed) || seed < 0) {
      throw new ParameterError(
        `The seed must be an integer from 0 to 2^53 - 1: current value is ${seed}`,
      );
    }
    this.#key0 = seed % UINT32_COUNT;
    this.#key1 = Math.floor(seed / UINT32_COUNT);
    this.#stream = STREAMS[stream];
  }

  /**
   * Standard normal numbers, shape [count].
   *
   * @throws {ParameterError} if a counter is not an integer from 0 to 2³² - 1
   */
  normals(count: number, counter: Counter = {}): Float64Array {
    return this.fillNormals(new Float64Array(count), counter);
  }

  /** Fills `out` with standard normal numbers and returns it. */
  fillNormals(out: Float64Array, counter: Counter = {}): Float64Array {
    return this.#fill("normals", out, counter);
  }

  /** Numbers uniform in the open interval (0, 1), shape [count]. */
  uniforms(count: number, counter: Counter = {}): Float64Array {
    return this.#fill("uniforms", new Float64Array(count), counter);
  }

  /** Integers uniform in 0 … below - 1, shape [count]; `below` at most 2³². */
  integers(count: number, below: number, counter: Counter = {}): Uint32Array {
    return Uint32Array.from(this.uniforms(count, counter), (u) => Math.floor(u * below));
  }

  /** A permutation of 0 … n - 1, every order equally likely (Fisher-Yates). */
  permutation(n: number, counter: Counter = {}): Uint32Array {
    const order = Uint32Array.from({ length: n }, (_, i) => i);
    const u = this.uniforms(n, counter);
    for (let i = n - 1; i > 0; i--) {
      const j = Math.floor(u[i] * (i + 1));
      [order[i], order[j]] = [order[j], order[i]];
    }
    return order;
  }

  #fill(draw: "normals" | "uniforms", out: Float64Array, counter: Counter): Float64Array {
    const { trajectory = 0, step = 0, first = 0 } = counter;
    for (const [name, value] of Object.entries({ trajectory, step, first })) {
      if (!Number.isInteger(value) || value < 0 || value >= UINT32_COUNT) {
        throw new ParameterError(
          `The ${name} of a random number must be an integer from 0 to 2^32 - 1: ` +
            `current value is ${value}`,
        );
      }
    }
    kernel ??= instantiateKernel<RngExports>(module, SCRATCH + 8 * CHUNK);
    const scratch = kernel.heapBase;
    const buffer = scratch + SCRATCH;
    const view = new Float64Array(kernel.memory.buffer, buffer, CHUNK);
    for (let done = 0; done < out.length; done += CHUNK) {
      const count = Math.min(CHUNK, out.length - done);
      kernel.exports[draw](
        this.#key0,
        this.#key1,
        this.#stream,
        step,
        trajectory,
        first + done,
        count,
        buffer,
        scratch,
      );
      out.set(view.subarray(0, count), done);
    }
    return out;
  }
}
