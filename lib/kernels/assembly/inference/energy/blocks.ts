// Blocks of an energy network, U = σ(M + W₂V + b₂) and V' = W_res V + LN(U), by rows.

import { activateBoth } from "../activate_both";
import { rowAt, rowStride, siteRow } from "../planes";
import { BLOCK, blockOf, CONSTANTS, multiply } from "../product";
import { copy, sumNeighbours } from "./messages";
import { normaliseSite } from "./norm";

/**
 * V' of a block, and what the way back needs of it: y = LN(U) without gain and bias, and σ' over the
 * standard deviation of U.
 *
 * @param hidden of the block (`hiddenRows`), 2 · half channels
 * @param channels of V, the source
 * @param panels W_self, W_NN and W₂ below each other
 * @param residual W_res, to start from `residualBias`, the bias of the norm
 * @param features channels that are none of the padding
 * @param activation σ
 * @param normals y, without halos, as all planes but `hidden`
 * @param slopes σ' over the standard deviation
 * @param target V'
 * @param scratch 512 + 192 (2 · half + channels) bytes
 */
export function updateRows(
  first: i32, last: i32, width: i32, height: i32, hidden: usize, half: i32, factor: f32,
  source: usize, channels: i32, panels: usize, bias: usize, residual: usize, residualBias: usize,
  gain: usize, features: i32, epsilon: f32, activation: i32, normals: usize, slopes: usize,
  target: usize, scratch: usize,
): void {
  const stride = rowStride(width, 2 * half), block = blockOf(width), f = f32x4.splat(factor);
  const site = <usize>channels << 2, site2 = <usize>half << 2;
  const depth = 2 * half + channels, gathered = scratch + CONSTANTS;
  for (let row = first; row < last; row++) {
    let below = rowAt(hidden, row - 1, height, stride, 2 * half) + site2;
    let here = rowAt(hidden, row, height, stride, 2 * half);
    let above = rowAt(hidden, row + 1, height, stride, 2 * half) + site2;
    let v = siteRow(source, row, width, channels);
    let y = siteRow(normals, row, width, half), s = siteRow(slopes, row, width, half);
    let to = siteRow(target, row, width, half);
    for (let x = 0; x < width; x += block) {
      const sites = min(block, width - x);
      let out = gathered, from = v;
      for (let i = 0; i < sites; i++) {
        copy(here, site2, out);
        sumNeighbours(below, here + site2, above, 2 * site2, site2, f, out + site2);
        copy(from, site, out + 2 * site2);
        below += 2 * site2, here += 2 * site2, above += 2 * site2, from += site;
        out += <usize>depth << 2;
      }
      multiply(sites, depth, gathered, <usize>depth << 2, panels, bias, y, site2, half);
      activateBoth(activation, sites * half, y, s, scratch);
      multiply(sites, channels, v, site, residual, residualBias, to, site2, half);
      for (let i = 0; i < sites; i++) {
        normaliseSite(features, half, epsilon, gain, y, s, to);
        y += site2, s += site2, to += site2;
      }
      v = from;
    }
  }
}

/**
 * From the gradient d in V' of a block to that in its V:
 * W_resᵀ d + W₂ᵀ dz + Aᵀ (σ' W_selfᵀ dz) + Bᵀ (σ' ⊕ W_NNᵀ dz). The sum over neighbours is its own
 * transpose.
 *
 * @param gradients dz (`normaliseSlopeRows`), with halos, half channels
 * @param source d
 * @param slopes σ' of `hiddenRows`
 * @param own W_selfᵀ
 * @param neighbours W_NNᵀ
 * @param panels W_resᵀ, W₂ᵀ, Aᵀ and Bᵀ below each other
 * @param zeros as many as there are channels
 * @param target gradient in V, of `channels` channels
 * @param scratch 512 + 960 half bytes
 */
export function gradientRows(
  first: i32, last: i32, width: i32, height: i32, gradients: usize, half: i32, factor: f32,
  source: usize, slopes: usize, own: usize, neighbours: usize, panels: usize, zeros: usize,
  target: usize, channels: i32, scratch: usize,
): void {
  const stride = rowStride(width, half), block = blockOf(width), f = f32x4.splat(factor);
  const site = <usize>half << 2, strideA = 4 * site, site2 = <usize>channels << 2;
  const around = scratch + CONSTANTS, rows = around + <usize>BLOCK * site;
  for (let row = first; row < last; row++) {
    let below = rowAt(gradients, row - 1, height, stride, half);
    let here = rowAt(gradients, row, height, stride, half);
    let above = rowAt(gradients, row + 1, height, stride, half);
    let d = siteRow(source, row, width, half), s = siteRow(slopes, row, width, 2 * half);
    let to = siteRow(target, row, width, channels);
    for (let x = 0; x < width; x += block) {
      const sites = min(block, width - x);
      let sum = around, out = rows;
      for (let i = 0; i < sites; i++) {
        sumNeighbours(below, here, above, site, site, f, sum);
        copy(d, site, out);
        copy(here, site, out + site);
        below += site, here += site, above += site, d += site, sum += site, out += strideA;
      }
      multiply(sites, half, rows + site, strideA, own, zeros, rows + 2 * site, strideA, half);
      multiply(sites, half, around, site, neighbours, zeros, rows + 3 * site, strideA, half);
      out = rows + 2 * site;
      for (let i = 0; i < sites; i++) {
        for (let c: usize = 0; c < 2 * site; c += 16) {
          v128.store(out + c, f32x4.mul(v128.load(out + c), v128.load(s + c)));
        }
        s += 2 * site, out += strideA;
      }
      multiply(sites, 4 * half, rows, strideA, panels, zeros, to, site2, channels);
      to += <usize>sites * site2;
    }
  }
}
