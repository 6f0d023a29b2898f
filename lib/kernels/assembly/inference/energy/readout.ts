// The readout of an energy network, ε = W_res V + W_self σ(A V + a) + W_NN ⊕ σ(B V_j + b). Of the sum
// of ε over all sites, every site's part is a function of its own V: what it sends to a neighbour
// counts four times, or once where the neighbours' mean is taken.

import { fma, splat, sumLanes } from "../../network_operations/vector";
import { activateBoth } from "../activate_both";
import { siteRow } from "../planes";
import { BLOCK, blockOf, CONSTANTS, multiply } from "../product";

/**
 * By rows, scale · Σ ε and the gradient of Σ ε in V.
 *
 * @param source V, whose place the gradient takes
 * @param panels A and B side by side, to start from `bias`
 * @param weights W_self, and W_NN as often as it counts: `width2` numbers
 * @param residual W_res, `channels` numbers
 * @param back Aᵀ and Bᵀ below each other
 * @param sums f64, one a row
 * @param added whether to what is there
 * @param scratch 512 + 384 width2 bytes
 */
export function energyRows(
  first: i32, last: i32, width: i32, source: usize, channels: i32, panels: usize, bias: usize,
  activation: i32, weights: usize, width2: i32, residual: usize, back: usize, scale: f64,
  sums: usize, added: bool, scratch: usize,
): void {
  const block = blockOf(width), site = <usize>channels << 2, site2 = <usize>width2 << 2;
  const hidden = scratch + CONSTANTS, slopes = hidden + <usize>BLOCK * site2;
  for (let row = first; row < last; row++) {
    let v = siteRow(source, row, width, channels);
    let total: f64 = 0;
    for (let x = 0; x < width; x += block) {
      const sites = min(block, width - x);
      multiply(sites, channels, v, site, panels, bias, hidden, site2, width2);
      activateBoth(activation, sites * width2, hidden, slopes, scratch);
      for (let i: usize = 0; i < <usize>sites; i++) {
        const h = hidden + i * site2, s = slopes + i * site2, u = v + i * site;
        let sum = splat(0);
        for (let c: usize = 0; c < site; c += 16) {
          sum = fma(v128.load(residual + c), v128.load(u + c), sum);
        }
        for (let c: usize = 0; c < site2; c += 16) {
          const w = v128.load(weights + c);
          sum = fma(w, v128.load(h + c), sum);
          v128.store(s + c, f32x4.mul(w, v128.load(s + c)));
        }
        total += <f64>sumLanes(sum);
      }
      multiply(sites, width2, slopes, site2, back, residual, v, site, channels);
      v += <usize>sites * site;
    }
    const to = sums + 8 * <usize>row;
    store<f64>(to, scale * total + (added ? load<f64>(to) : 0));
  }
}
