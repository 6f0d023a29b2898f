// Constants four times each in a table in memory. Written as constants in a loop, V8 forms each anew
// at every turn, in three instructions, and the exponential takes three times as long.

import { splat } from "./vector";

@inline export const HIGHEST: usize = 0;
@inline export const LOWEST: usize = 16;
@inline export const LOG2_E: usize = 32;
@inline export const ROUNDER: usize = 48;
@inline export const MINUS_LN2_HIGH: usize = 64;
@inline export const MINUS_LN2_LOW: usize = 80;
/** Six numbers, of the highest power first. */
@inline export const EXPONENTIAL: usize = 96;
/** Seven numbers, likewise. */
@inline export const LOGARITHM: usize = 192;
/** Five numbers, likewise. */
@inline export const TANH: usize = 304;
@inline export const TANH_SPLIT: usize = 384;
@inline export const ONE: usize = 400;
@inline export const TWO: usize = 416;
@inline export const THREE: usize = 432;

/** Four times the constant at an offset. */
@inline export function constant(table: usize, offset: usize): v128 {
  return v128.load(table + offset);
}

function put(table: usize, offset: usize, value: f32): void {
  v128.store(table + offset, splat(value));
}

/** Writes the table. Coefficients of exponential and tanh: Moshier's Cephes, expf and tanhf. */
export function writeConstants(table: usize): void {
  put(table, HIGHEST, 88.3);
  put(table, LOWEST, -87.3);
  put(table, LOG2_E, 1.44269504088896341);
  // Adding 1.5·2²³ rounds to an integer.
  put(table, ROUNDER, 12582912);
  // -ln 2 in two parts, the first with so few bits that integers times it are exact.
  put(table, MINUS_LN2_HIGH, -0.693359375);
  put(table, MINUS_LN2_LOW, 2.12194440e-4);
  put(table, EXPONENTIAL, 1.9875691500e-4);
  put(table, EXPONENTIAL + 16, 1.3981999507e-3);
  put(table, EXPONENTIAL + 32, 8.3334519073e-3);
  put(table, EXPONENTIAL + 48, 4.1665795894e-2);
  put(table, EXPONENTIAL + 64, 1.6666665459e-1);
  put(table, EXPONENTIAL + 80, 5.0000001201e-1);
  let odd: f32 = 15;
  for (let offset = LOGARITHM; offset < TANH; offset += 16) {
    put(table, offset, 1 / odd);
    odd -= 2;
  }
  put(table, TANH, -5.70498872745e-3);
  put(table, TANH + 16, 2.06390887954e-2);
  put(table, TANH + 32, -5.37397155531e-2);
  put(table, TANH + 48, 1.33314422036e-1);
  put(table, TANH + 64, -3.33332819422e-1);
  put(table, TANH_SPLIT, 0.625);
  put(table, ONE, 1);
  put(table, TWO, 2);
  put(table, THREE, 3);
}
