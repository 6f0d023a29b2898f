import module from "./arithmetic_probe_module.js";
import { instantiateKernel } from "./kernel.ts";

type Madd = (x: number, y: number, z: number) => number;

/**
 * What this machine's arithmetic answers where machines may differ: whether relaxed SIMD fuses
 * multiply and add, and the last bits of the engine's elementary functions. Two machines with the
 * same answer give a run the same bits; a resume where the answer differs would not continue the
 * same trajectory.
 *
 * @example
 * ```ts
 * import { arithmeticProbe } from "../../mod.ts";
 * import assert from "node:assert/strict";
 * assert.match(arithmeticProbe(), /^f64 (fused|separate), f32 (fused|separate), math [0-9a-f]{8}$/);
 * ```
 */
export function arithmeticProbe(): string {
  const { exports } = instantiateKernel<{ madd64: Madd; madd32: Madd }>(module, 0);
  // (1 + ε)² - (1 + 2ε) = ε² survives one rounding and is lost in two.
  const fused64 = exports.madd64(1 + 2 ** -30, 1 + 2 ** -30, -(1 + 2 ** -29)) !== 0;
  const fused32 = exports.madd32(1 + 2 ** -14, 1 + 2 ** -14, -(1 + 2 ** -13)) !== 0;
  const word = (fused: boolean) => fused ? "fused" : "separate";
  return `f64 ${word(fused64)}, f32 ${word(fused32)}, math ${elementaryFunctionsHash()}`;
}

/** FNV-1a hash of the bits of elementary functions at a few hundred arguments. */
function elementaryFunctionsHash(): string {
  const values = new Float64Array(6 * 64);
  for (let i = 0; i < 64; i++) {
    const x = (i + 0.5) / 7;
    values.set(
      [Math.exp(-x), Math.log(x), Math.log1p(x), Math.expm1(-x), Math.cos(x), Math.sin(x)],
      6 * i,
    );
  }
  let hash = 0x811c9dc5;
  for (const byte of new Uint8Array(values.buffer)) {
    hash = Math.imul(hash ^ byte, 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, "0");
}
