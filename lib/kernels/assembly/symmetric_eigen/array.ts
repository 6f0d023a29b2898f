// Arrays of f64 and i32 by address, and the row operations that more than one stage needs.

@inline export function get(array: usize, index: i32): f64 {
  return load<f64>(array + (<usize>index << 3));
}

@inline export function set(array: usize, index: i32, value: f64): void {
  store<f64>(array + (<usize>index << 3), value);
}

@inline export function getIndex(array: usize, index: i32): i32 {
  return load<i32>(array + (<usize>index << 2));
}

@inline export function setIndex(array: usize, index: i32, value: i32): void {
  store<i32>(array + (<usize>index << 2), value);
}

@inline export function at(array: usize, index: i32): usize {
  return array + (<usize>index << 3);
}

@inline export function fma(a: v128, b: v128, c: v128): v128 {
  return f64x2.relaxed_madd(a, b, c);
}

@inline export function sumLanes(x: v128): f64 {
  return f64x2.extract_lane(x, 0) + f64x2.extract_lane(x, 1);
}

/** Σ_j x_j y_j over `count` elements. */
export function dot(x: usize, y: usize, count: i32): f64 {
  let s0 = f64x2.splat(0), s1 = s0, s2 = s0, s3 = s0;
  let j = 0;
  for (; j + 8 <= count; j += 8) {
    s0 = fma(v128.load(x), v128.load(y), s0);
    s1 = fma(v128.load(x, 16), v128.load(y, 16), s1);
    s2 = fma(v128.load(x, 32), v128.load(y, 32), s2);
    s3 = fma(v128.load(x, 48), v128.load(y, 48), s3);
    x += 64;
    y += 64;
  }
  let sum = sumLanes(f64x2.add(f64x2.add(s0, s1), f64x2.add(s2, s3)));
  for (; j < count; j++) {
    sum += load<f64>(x) * load<f64>(y);
    x += 8;
    y += 8;
  }
  return sum;
}

/** y += factor · x. */
export function addScaled(y: usize, factor: f64, x: usize, count: i32): void {
  const f = f64x2.splat(factor);
  let j = 0;
  for (; j + 2 <= count; j += 2) {
    v128.store(y, fma(f, v128.load(x), v128.load(y)));
    x += 16;
    y += 16;
  }
  if (j < count) store<f64>(y, load<f64>(y) + factor * load<f64>(x));
}

/** x *= factor. */
export function scale(x: usize, factor: f64, count: i32): void {
  for (let j = 0; j < count; j++) set(x, j, factor * get(x, j));
}

/** Plane rotation of two rows: (x, y) ← (c·x - s·y, s·x + c·y). */
export function rotate(x: usize, y: usize, c: f64, s: f64, count: i32): void {
  const cc = f64x2.splat(c), ss = f64x2.splat(s);
  let j = 0;
  for (; j + 2 <= count; j += 2) {
    const a = v128.load(x), b = v128.load(y);
    v128.store(x, f64x2.sub(f64x2.mul(cc, a), f64x2.mul(ss, b)));
    v128.store(y, f64x2.add(f64x2.mul(ss, a), f64x2.mul(cc, b)));
    x += 16;
    y += 16;
  }
  if (j < count) {
    const a = load<f64>(x), b = load<f64>(y);
    store<f64>(x, c * a - s * b);
    store<f64>(y, s * a + c * b);
  }
}

/** out_r = Σ_j rows[r, j] x_j for `rows` rows a distance `stride` bytes apart. */
export function rowsTimesVector(
  matrix: usize, stride: usize, rows: i32, x: usize, count: i32, out: usize,
): void {
  let r = 0;
  for (; r + 4 <= rows; r += 4) {
    let p = matrix + <usize>r * stride, q = x;
    let s0 = f64x2.splat(0), s1 = s0, s2 = s0, s3 = s0;
    let j = 0;
    for (; j + 2 <= count; j += 2) {
      const v = v128.load(q);
      s0 = fma(v128.load(p), v, s0);
      s1 = fma(v128.load(p + stride), v, s1);
      s2 = fma(v128.load(p + 2 * stride), v, s2);
      s3 = fma(v128.load(p + 3 * stride), v, s3);
      p += 16;
      q += 16;
    }
    let t0 = sumLanes(s0), t1 = sumLanes(s1), t2 = sumLanes(s2), t3 = sumLanes(s3);
    if (j < count) {
      const v = load<f64>(q);
      t0 += v * load<f64>(p);
      t1 += v * load<f64>(p + stride);
      t2 += v * load<f64>(p + 2 * stride);
      t3 += v * load<f64>(p + 3 * stride);
    }
    set(out, r, t0);
    set(out, r + 1, t1);
    set(out, r + 2, t2);
    set(out, r + 3, t3);
  }
  for (; r < rows; r++) set(out, r, dot(matrix + <usize>r * stride, x, count));
}

/** y_j -= Σ_r factors_r rows[r, j]; factor r stands `factorStride` bytes after factor r - 1. */
export function subtractRows(
  y: usize, matrix: usize, stride: usize, rows: i32,
  factors: usize, factorStride: usize, count: i32,
): void {
  let r = 0;
  for (; r + 4 <= rows; r += 4) {
    let p = matrix + <usize>r * stride, q = y;
    const f = factors + <usize>r * factorStride;
    const a0 = -load<f64>(f), a1 = -load<f64>(f + factorStride);
    const a2 = -load<f64>(f + 2 * factorStride), a3 = -load<f64>(f + 3 * factorStride);
    const f0 = f64x2.splat(a0), f1 = f64x2.splat(a1), f2 = f64x2.splat(a2), f3 = f64x2.splat(a3);
    let j = 0;
    for (; j + 2 <= count; j += 2) {
      const even = fma(f0, v128.load(p), fma(f1, v128.load(p + stride), v128.load(q)));
      const odd = fma(
        f2, v128.load(p + 2 * stride), f64x2.mul(f3, v128.load(p + 3 * stride)),
      );
      v128.store(q, f64x2.add(even, odd));
      p += 16;
      q += 16;
    }
    if (j < count) {
      store<f64>(
        q,
        load<f64>(q) + a0 * load<f64>(p) + a1 * load<f64>(p + stride) +
          a2 * load<f64>(p + 2 * stride) + a3 * load<f64>(p + 3 * stride),
      );
    }
  }
  for (; r < rows; r++) {
    addScaled(y, -load<f64>(factors + <usize>r * factorStride), matrix + <usize>r * stride, count);
  }
}
