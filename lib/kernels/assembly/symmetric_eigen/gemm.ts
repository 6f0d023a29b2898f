// Matrix products on packed operands: C += A·B in tiles of 4×4.
//
// Both operands are packed alike: groups of four rows of A (or four columns of B), the four values
// of one k side by side, so that either packing may stand on either side of the product.

import { fma } from "./array.ts";

/** Rows of A packed at a time. */
@inline const ROW_BLOCK: i32 = 128;
/** Length of the inner sum covered by one packing. */
@inline const INNER_BLOCK: i32 = 256;
/** Columns of B packed at a time. */
@inline const COLUMN_BLOCK: i32 = 64;

/** Bytes of scratch that `multiplyAdd` needs. */
export const PACKING_BYTES: usize = <usize>((ROW_BLOCK + COLUMN_BLOCK) * INNER_BLOCK + 16) * 8;

/** Packs `count` rows, each with its `depth` values of k side by side; missing rows become 0. */
export function packRows(
  source: usize, stride: usize, count: i32, depth: i32, factor: f64, out: usize,
): void {
  const f = f64x2.splat(factor);
  for (let r = 0; r < count; r += 4) {
    const p0 = source + <usize>r * stride;
    const rest = count - r;
    // Rows past the end are read from the first row and multiplied by zero.
    const p1 = rest > 1 ? p0 + stride : p0, p2 = rest > 2 ? p0 + 2 * stride : p0;
    const p3 = rest > 3 ? p0 + 3 * stride : p0;
    const f01 = rest > 1 ? f : f64x2.replace_lane(f, 1, 0);
    const f23 = rest > 3 ? f : rest > 2 ? f64x2.replace_lane(f, 1, 0) : f64x2.splat(0);
    let offset: usize = 0;
    let k = 0;
    for (; k + 2 <= depth; k += 2) {
      const a = v128.load(p0 + offset), b = v128.load(p1 + offset);
      const c = v128.load(p2 + offset), d = v128.load(p3 + offset);
      v128.store(out, f64x2.mul(f01, v128.shuffle<f64>(a, b, 0, 2)));
      v128.store(out, f64x2.mul(f23, v128.shuffle<f64>(c, d, 0, 2)), 16);
      v128.store(out, f64x2.mul(f01, v128.shuffle<f64>(a, b, 1, 3)), 32);
      v128.store(out, f64x2.mul(f23, v128.shuffle<f64>(c, d, 1, 3)), 48);
      offset += 16;
      out += 64;
    }
    if (k < depth) {
      store<f64>(out, factor * load<f64>(p0 + offset));
      store<f64>(out, rest > 1 ? factor * load<f64>(p1 + offset) : 0, 8);
      store<f64>(out, rest > 2 ? factor * load<f64>(p2 + offset) : 0, 16);
      store<f64>(out, rest > 3 ? factor * load<f64>(p3 + offset) : 0, 24);
      out += 32;
    }
  }
}

/**
 * Packs `count` columns of `depth` rows, the columns of one row side by side; missing columns
 * become 0. Groups of four start `groupStride` bytes apart.
 */
export function packColumns(
  source: usize, stride: usize, count: i32, depth: i32, out: usize, groupStride: usize,
): void {
  for (let k = 0; k < depth; k++) {
    let p = source, q = out;
    let c = 0;
    for (; c + 4 <= count; c += 4) {
      v128.store(q, v128.load(p));
      v128.store(q, v128.load(p, 16), 16);
      p += 32;
      q += groupStride;
    }
    if (c < count) {
      for (let i = 0; i < 4; i++) {
        store<f64>(q + (<usize>i << 3), c + i < count ? load<f64>(p + (<usize>i << 3)) : 0);
      }
    }
    source += stride;
    out += 32;
  }
}

@inline function addTo(address: usize, x: v128): void {
  v128.store(address, f64x2.add(v128.load(address), x));
}

/** A 4×4 tile of C += A·B from one packed group of each. */
export function tile(depth: i32, a: usize, b: usize, c: usize, stride: usize): void {
  // p collects the products of equal lanes, q those of crossed lanes: a shuffle of A for eight
  // products costs less than a broadcast of every element.
  let p00 = f64x2.splat(0), p01 = p00, p10 = p00, p11 = p00;
  let q00 = p00, q01 = p00, q10 = p00, q11 = p00;
  const end = a + (<usize>depth << 5);
  while (a < end) {
    const a0 = v128.load(a), a1 = v128.load(a, 16);
    const b0 = v128.load(b), b1 = v128.load(b, 16);
    const r0 = v128.shuffle<f64>(a0, a0, 1, 0), r1 = v128.shuffle<f64>(a1, a1, 1, 0);
    p00 = fma(a0, b0, p00);
    p01 = fma(a0, b1, p01);
    q00 = fma(r0, b0, q00);
    q01 = fma(r0, b1, q01);
    p10 = fma(a1, b0, p10);
    p11 = fma(a1, b1, p11);
    q10 = fma(r1, b0, q10);
    q11 = fma(r1, b1, q11);
    a += 32;
    b += 32;
  }
  addTo(c, v128.shuffle<f64>(p00, q00, 0, 3));
  addTo(c + 16, v128.shuffle<f64>(p01, q01, 0, 3));
  c += stride;
  addTo(c, v128.shuffle<f64>(q00, p00, 0, 3));
  addTo(c + 16, v128.shuffle<f64>(q01, p01, 0, 3));
  c += stride;
  addTo(c, v128.shuffle<f64>(p10, q10, 0, 3));
  addTo(c + 16, v128.shuffle<f64>(p11, q11, 0, 3));
  c += stride;
  addTo(c, v128.shuffle<f64>(q10, p10, 0, 3));
  addTo(c + 16, v128.shuffle<f64>(q11, p11, 0, 3));
}

/** `tile` where only the first `rows` × `columns` elements are C's; scratch has room for 16. */
export function partialTile(
  depth: i32, a: usize, b: usize, c: usize, stride: usize,
  rows: i32, columns: i32, scratch: usize,
): void {
  memory.fill(scratch, 0, 128);
  tile(depth, a, b, scratch, 32);
  for (let i = 0, height = min(4, rows); i < height; i++) {
    for (let j = 0, width = min(4, columns); j < width; j++) {
      const p = c + <usize>i * stride + (<usize>j << 3);
      store<f64>(p, load<f64>(p) + load<f64>(scratch + (<usize>(4 * i + j) << 3)));
    }
  }
}

/**
 * C += factor · A·B with C of m × n, A of m × k row-major, and B either k × n row-major or, where
 * `transposed`, given as the n × k matrix Bᵀ. Strides are in bytes.
 */
export function multiplyAdd(
  m: i32, n: i32, k: i32, factor: f64, a: usize, strideA: usize,
  b: usize, strideB: usize, transposed: bool, c: usize, strideC: usize, scratch: usize,
): void {
  const packedA = scratch + 128;
  const packedB = packedA + (<usize>(ROW_BLOCK * INNER_BLOCK) << 3);
  for (let k0 = 0; k0 < k; k0 += INNER_BLOCK) {
    const depth = min(INNER_BLOCK, k - k0);
    const group = <usize>depth << 5;
    for (let i0 = 0; i0 < m; i0 += ROW_BLOCK) {
      const rows = min(ROW_BLOCK, m - i0);
      packRows(a + <usize>i0 * strideA + (<usize>k0 << 3), strideA, rows, depth, factor, packedA);
      for (let j0 = 0; j0 < n; j0 += COLUMN_BLOCK) {
        const columns = min(COLUMN_BLOCK, n - j0);
        if (transposed) {
          packRows(b + <usize>j0 * strideB + (<usize>k0 << 3), strideB, columns, depth, 1, packedB);
        } else {
          packColumns(
            b + <usize>k0 * strideB + (<usize>j0 << 3), strideB, columns, depth, packedB, group,
          );
        }
        const corner = c + <usize>i0 * strideC + (<usize>j0 << 3);
        for (let j = 0; j < columns; j += 4) {
          const pb = packedB + <usize>(j >> 2) * group;
          for (let i = 0; i < rows; i += 4) {
            const pa = packedA + <usize>(i >> 2) * group;
            const pc = corner + <usize>i * strideC + (<usize>j << 3);
            if (rows - i >= 4 && columns - j >= 4) tile(depth, pa, pb, pc, strideC);
            else partialTile(depth, pa, pb, pc, strideC, rows - i, columns - j, scratch);
          }
        }
      }
    }
  }
}
