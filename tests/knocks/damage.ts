import { CounterRng } from "../../mod.ts";

/** A copy of some bytes with something wrong with it, and what. */
export interface Damaged {
  readonly bytes: Uint8Array;
  readonly what: string;
}

/** The bytes cut at every length below theirs, or at `most` lengths spread over them. */
export function* cuts(bytes: Uint8Array, most = Infinity): Generator<Damaged> {
  const stride = Math.max(1, bytes.length / most);
  for (let length = 0; length < bytes.length; length += stride) {
    const whole = Math.floor(length);
    yield { bytes: bytes.subarray(0, whole), what: `cut at ${whole} of ${bytes.length}` };
  }
}

/** `count` copies with one bit flipped each, at random in bytes `from` … `to - 1`. */
export function* flips(
  bytes: Uint8Array,
  count: number,
  from = 0,
  to = bytes.length,
): Generator<Damaged & { readonly at: number }> {
  const places = new CounterRng(7, "bootstrap").uniforms(count);
  for (const place of places) {
    const bit = Math.floor(place * 8 * (to - from));
    const at = from + (bit >> 3);
    const damaged = bytes.slice();
    damaged[at] ^= 1 << (bit & 7);
    yield { bytes: damaged, at, what: `bit ${bit & 7} of byte ${at} of ${bytes.length} flipped` };
  }
}

/** Copies with a stretch gone to zeros, swapped with another or left twice, as bad disks do. */
export function* holes(bytes: Uint8Array, count: number): Generator<Damaged> {
  const draws = new CounterRng(8, "bootstrap").uniforms(3 * count);
  for (let c = 0; c < count; c++) {
    const length = 1 + Math.floor(draws[3 * c] * bytes.length / 4);
    const at = Math.floor(draws[3 * c + 1] * (bytes.length - length));
    const damaged = bytes.slice();
    if (c % 2 === 0) damaged.fill(0, at, at + length);
    else {damaged.copyWithin(
        at,
        Math.floor(draws[3 * c + 2] * (bytes.length - length)),
        at + length,
      );}
    yield { bytes: damaged, what: `${length} bytes at ${at} ${c % 2 ? "overwritten" : "zero"}` };
  }
}
