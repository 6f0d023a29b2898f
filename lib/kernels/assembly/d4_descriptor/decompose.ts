import { A1, A2, B1, B2, E, set } from "./layout";

/** 1/√2 and 1/√8, rounded as lib/descriptor/symmetry_basis.ts computes them. */
const SCALE_2: f64 = 1 / Math.sqrt(2);
const SCALE_8: f64 = 1 / Math.sqrt(8);

/** Values of the field at an offset from two neighbouring sites, the first of them at `site`. */
@inline function value(site: usize, rowBytes: isize, dx: isize, dy: isize): v128 {
  return v128.load(site + <usize>(dy * rowBytes + (dx << 3)));
}

@inline function add(a: v128, b: v128): v128 {
  return f64x2.add(a, b);
}

@inline function subtract(a: v128, b: v128): v128 {
  return f64x2.sub(a, b);
}

@inline function scale(factor: f64, a: v128): v128 {
  return f64x2.mul(f64x2.splat(factor), a);
}

/** The symmetry-adapted coefficients of the environments of two neighbouring sites. */
export function decompose(site: usize, rowBytes: isize, out: usize): void {
  set(out, A1, v128.load(site));
  axisShell(site, rowBytes, 1, out, A1 + 1, B1, E);
  diagonalShell(site, rowBytes, 1, out, A1 + 2, B2, E + 2);
  axisShell(site, rowBytes, 2, out, A1 + 3, B1 + 1, E + 4);
  generalShell(site, rowBytes, 2, 1, out, A1 + 4, A2, B1 + 2, B2 + 1, E + 6);
  diagonalShell(site, rowBytes, 2, out, A1 + 5, B2 + 2, E + 10);
  axisShell(site, rowBytes, 3, out, A1 + 6, B1 + 3, E + 12);
  generalShell(site, rowBytes, 3, 1, out, A1 + 7, A2 + 1, B1 + 4, B2 + 3, E + 14);
  generalShell(site, rowBytes, 3, 2, out, A1 + 8, A2 + 2, B1 + 5, B2 + 4, E + 18);
}

/** The four sites (±a, 0), (0, ±a). */
@inline function axisShell(
  site: usize, rowBytes: isize, a: isize, out: usize, a1: i32, b1: i32, e: i32,
): void {
  const right = value(site, rowBytes, a, 0);
  const left = value(site, rowBytes, -a, 0);
  const up = value(site, rowBytes, 0, a);
  const down = value(site, rowBytes, 0, -a);
  const alongX = add(right, left);
  const alongY = add(up, down);
  set(out, a1, scale(0.5, add(alongX, alongY)));
  set(out, b1, scale(0.5, subtract(alongX, alongY)));
  set(out, e, scale(SCALE_2, subtract(right, left)));
  set(out, e + 1, scale(SCALE_2, subtract(up, down)));
}

/** The four sites (±a, ±a). */
@inline function diagonalShell(
  site: usize, rowBytes: isize, a: isize, out: usize, a1: i32, b2: i32, e: i32,
): void {
  const rightUp = value(site, rowBytes, a, a);
  const leftDown = value(site, rowBytes, -a, -a);
  const rightDown = value(site, rowBytes, a, -a);
  const leftUp = value(site, rowBytes, -a, a);
  const rising = add(rightUp, leftDown);
  const falling = add(rightDown, leftUp);
  const rise = subtract(rightUp, leftDown);
  const fall = subtract(rightDown, leftUp);
  set(out, a1, scale(0.5, add(rising, falling)));
  set(out, b2, scale(0.5, subtract(rising, falling)));
  set(out, e, scale(0.5, add(rise, fall)));
  set(out, e + 1, scale(0.5, subtract(rise, fall)));
}

/** The eight sites (±a, ±b), (±b, ±a). */
@inline function generalShell(
  site: usize, rowBytes: isize, a: isize, b: isize, out: usize,
  a1: i32, a2: i32, b1: i32, b2: i32, e: i32,
): void {
  const p1 = value(site, rowBytes, a, b);
  const q1 = value(site, rowBytes, -a, -b);
  const p2 = value(site, rowBytes, a, -b);
  const q2 = value(site, rowBytes, -a, b);
  const p3 = value(site, rowBytes, b, a);
  const q3 = value(site, rowBytes, -b, -a);
  const p4 = value(site, rowBytes, b, -a);
  const q4 = value(site, rowBytes, -b, a);
  // Even under inversion.
  const s1 = add(p1, q1);
  const s2 = add(p2, q2);
  const s3 = add(p3, q3);
  const s4 = add(p4, q4);
  set(out, a1, scale(SCALE_8, add(add(s1, s2), add(s3, s4))));
  set(out, a2, scale(SCALE_8, subtract(subtract(s1, s2), subtract(s3, s4))));
  set(out, b1, scale(SCALE_8, subtract(add(s1, s2), add(s3, s4))));
  set(out, b2, scale(SCALE_8, add(subtract(s1, s2), subtract(s3, s4))));
  // Odd under inversion.
  const d1 = subtract(p1, q1);
  const d2 = subtract(p2, q2);
  const d3 = subtract(p3, q3);
  const d4 = subtract(p4, q4);
  set(out, e, scale(0.5, add(d1, d2)));
  set(out, e + 1, scale(0.5, subtract(d3, d4)));
  set(out, e + 2, scale(0.5, add(d3, d4)));
  set(out, e + 3, scale(0.5, subtract(d1, d2)));
}
