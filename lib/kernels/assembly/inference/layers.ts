// Layers of message passing by rows of the lattice: V' = σ(W_self V + Σ W_shell ⊕ V_j + b). A few
// sites of a row at a time with their shells are gathered where the cache is nearest, and multiplied
// from there. Of the weights, the rows of the shells come below those of the site itself; widths are
// padded to whole panels by zeros.

import { activate } from "../network_operations/activate";
import { rowAt, rowStride, wrapSites } from "./planes";
import { blockOf, CONSTANTS, multiply } from "./product";

/** An activation that is none. */
@inline const LINEAR: i32 = -1;

/** Row addresses around a row. */
let below: usize = 0;
let here: usize = 0;
let above: usize = 0;

function findRows(plane: usize, row: i32, height: i32, stride: usize, channels: i32): void {
  below = rowAt(plane, row - 1, height, stride, channels);
  here = rowAt(plane, row, height, stride, channels);
  above = rowAt(plane, row + 1, height, stride, channels);
}

/**
 * One layer for rows `first` … `last - 1`.
 *
 * @param channels of the source, a multiple of four
 * @param shells 0 for none (a layer of each site alone), 1, or 2 with diagonals
 * @param factor of the sums over a shell: 1, or 1/4 for means
 * @param width2 of the target: channels, a multiple of eight
 * @param activation as of `activate`, or -1 for none
 * @param scratch 512 + 192 (1 + shells) channels bytes
 */
export function layerRows(
  first: i32, last: i32, width: i32, height: i32, source: usize, channels: i32, shells: i32,
  factor: f32, panels: usize, bias: usize, activation: i32, target: usize, width2: i32,
  scratch: usize,
): void {
  const stride = rowStride(width, channels), stride2 = rowStride(width, width2);
  const site2 = <usize>width2 << 2;
  const gathered = scratch + CONSTANTS;
  const depth = (1 + shells) * channels, block = blockOf(width);
  for (let row = first; row < last; row++) {
    findRows(source, row, height, stride, channels);
    const out = rowAt(target, row, height, stride2, width2);
    for (let x = 0; x < width; x += block) {
      const sites = min(block, width - x);
      let a = here + (<usize>(x * channels) << 2);
      if (shells > 0) {
        gather(<usize>(x * channels) << 2, sites, channels, shells, factor, gathered);
        a = gathered;
      }
      const c = out + <usize>x * site2;
      multiply(sites, depth, a, <usize>depth << 2, panels, bias, c, site2, width2);
      if (activation != LINEAR) {
        activate(activation, 0, sites * width2, c, 0, 0, c, scratch);
      }
    }
    wrapSites(out, width, width2);
  }
}

/** Side by side the features of sites and the sums over their shells. */
function gather(
  shift: usize, sites: i32, channels: i32, shells: i32, factor: f32, out: usize,
): void {
  const site = <usize>channels << 2, f = f32x4.splat(factor);
  let b = below + shift, h = here + shift, a = above + shift;
  for (let i = 0; i < sites; i++) {
    for (let c: usize = 0; c < site; c += 16) v128.store(out + c, v128.load(h + c));
    out += site;
    for (let c: usize = 0; c < site; c += 16) {
      const sum = f32x4.add(
        f32x4.add(v128.load(b + c), v128.load(a + c)),
        f32x4.add(v128.load(h + c - site), v128.load(h + c + site)),
      );
      v128.store(out + c, f32x4.mul(f, sum));
    }
    out += site;
    if (shells == 2) {
      for (let c: usize = 0; c < site; c += 16) {
        const sum = f32x4.add(
          f32x4.add(v128.load(b + c - site), v128.load(a + c - site)),
          f32x4.add(v128.load(b + c + site), v128.load(a + c + site)),
        );
        v128.store(out + c, f32x4.mul(f, sum));
      }
      out += site;
    }
    b += site, h += site, a += site;
  }
}

/**
 * A readout to one number a site, its first half: what each site sends to itself, to its neighbours
 * and to its diagonals, as channels 0, 1 and 2 of eight. Sums and the linear map commute.
 *
 * @param panel channels × 8 weights
 * @param zeros eight numbers
 */
export function projectRows(
  first: i32, last: i32, width: i32, height: i32, source: usize, channels: i32, panel: usize,
  zeros: usize, target: usize, scratch: usize,
): void {
  layerRows(
    first, last, width, height, source, channels, 0, 1, panel, zeros, LINEAR, target, 8, scratch,
  );
}

/**
 * Its second half: y = scale · (own + factor · Σ over shells + bias) + n - 1/2 of the density plane,
 * where there is one; or that added to y.
 *
 * @param out y, f64 [N]
 */
export function readoutRows(
  first: i32, last: i32, width: i32, height: i32, projected: usize, shells: i32, factor: f32,
  bias: f32, scale: f32, density: usize, fieldBytes: usize, added: bool, out: usize,
): void {
  const stride = rowStride(width, 8);
  for (let row = first; row < last; row++) {
    findRows(projected, row, height, stride, 8);
    let b = below, h = here, a = above;
    const n = density + <usize>row * fieldBytes;
    const to = out + 8 * <usize>row * <usize>width;
    for (let x: usize = 0; x < <usize>width; x++) {
      let sum: f32 = load<f32>(h);
      if (shells > 0) {
        let around = (load<f32>(b, 4) + load<f32>(a, 4)) +
          (load<f32>(h - 32, 4) + load<f32>(h + 32, 4));
        if (shells == 2) {
          around += (load<f32>(b - 32, 8) + load<f32>(a - 32, 8)) +
            (load<f32>(b + 32, 8) + load<f32>(a + 32, 8));
        }
        sum += factor * around;
      }
      let y = <f64>(scale * (sum + bias));
      if (density != 0) y += <f64>load<f32>(n + 4 * x) - 0.5;
      store<f64>(to + 8 * x, added ? load<f64>(to + 8 * x) + y : y);
      b += 32, h += 32, a += 32;
    }
  }
}

/** Closes the rows of a plane on the torus: needed once all of a row has been written. */
export function wrapRows(
  first: i32, last: i32, width: i32, height: i32, plane: usize, channels: i32,
): void {
  const stride = rowStride(width, channels);
  for (let row = first; row < last; row++) {
    wrapSites(rowAt(plane, row, height, stride, channels), width, channels);
  }
}
