// The messages of an energy network, M = W_self σ(A V + a) + W_NN ⊕ σ(B V_j + b), as far as they are
// of a site alone, and sums over neighbours. What both terms send lies side by side: channels of the
// site itself first, then as many for its neighbours, each padded to eights by zeros.

import { activateBoth } from "../activate_both";
import { rowAt, rowStride, siteRow, wrapSites } from "../planes";
import { blockOf, multiply } from "../product";

/**
 * V₀ = factor · field + offset in the first of four channels.
 *
 * @param field f64 [N]
 */
export function scaleRows(
  first: i32, last: i32, width: i32, field: usize, factor: f64, offset: f64, target: usize,
): void {
  const end = field + 8 * <usize>last * <usize>width;
  let to = siteRow(target, first, width, 4);
  for (let at = field + 8 * <usize>first * <usize>width; at < end; at += 8) {
    v128.store(to, f32x4.replace_lane(f32x4.splat(0), 0, <f32>(factor * load<f64>(at) + offset)));
    to += 16;
  }
}

/**
 * σ of both terms, for all threads to read, and σ' for the way back.
 *
 * @param hidden plane with halos
 * @param slopes plane without
 * @param width2 channels of these planes, those of both terms
 */
export function hiddenRows(
  first: i32, last: i32, width: i32, height: i32, source: usize, channels: i32, panels: usize,
  bias: usize, activation: i32, hidden: usize, slopes: usize, width2: i32, scratch: usize,
): void {
  const stride = rowStride(width, width2), block = blockOf(width);
  const site = <usize>channels << 2, site2 = <usize>width2 << 2;
  for (let row = first; row < last; row++) {
    const v = siteRow(source, row, width, channels), s = siteRow(slopes, row, width, width2);
    const h = rowAt(hidden, row, height, stride, width2);
    for (let x = 0; x < width; x += block) {
      const sites = min(block, width - x), z = h + <usize>x * site2;
      multiply(sites, channels, v + <usize>x * site, site, panels, bias, z, site2, width2);
      activateBoth(activation, sites * width2, z, s + <usize>x * site2, scratch);
    }
    wrapSites(h, width, width2);
  }
}

/**
 * factor · Σ over the neighbours of a site, for a part of its channels.
 *
 * @param below, here, above that part in the site of the row below, the site and in the row above
 * @param site bytes from site to site
 * @param bytes of the part
 */
@inline export function sumNeighbours(
  below: usize, here: usize, above: usize, site: usize, bytes: usize, factor: v128, out: usize,
): void {
  for (let c: usize = 0; c < bytes; c += 16) {
    const sum = f32x4.add(
      f32x4.add(v128.load(below + c), v128.load(above + c)),
      f32x4.add(v128.load(here + c - site), v128.load(here + c + site)),
    );
    v128.store(out + c, f32x4.mul(factor, sum));
  }
}

/** Copies so many bytes, a multiple of 16. */
@inline export function copy(from: usize, bytes: usize, to: usize): void {
  for (let c: usize = 0; c < bytes; c += 16) v128.store(to + c, v128.load(from + c));
}
