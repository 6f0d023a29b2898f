// Sums over shells of neighbours on periodic lattices: rows of a matrix are the sites of lattice
// after lattice, row after row, and columns are channels.

/** Which sites: the site itself, its four neighbours at distance 1, or the four at √2. */
@inline const SELF: i32 = 0;
@inline const NEIGHBOURS: i32 = 1;
@inline const DIAGONALS: i32 = 2;

/** Four rows of sites by address: y[x] += factor · (p[x1] + q[x1] + r[x2] + s[x2]). */
@inline function addFour(
  p: usize, q: usize, r: usize, s: usize, factor: v128, scalar: f32,
  y: usize, channels: i32, accumulate: bool,
): void {
  let c = 0;
  for (; c + 4 <= channels; c += 4) {
    const sum = f32x4.add(
      f32x4.add(v128.load(p), v128.load(q)),
      f32x4.add(v128.load(r), v128.load(s)),
    );
    const term = f32x4.mul(factor, sum);
    v128.store(y, accumulate ? f32x4.add(v128.load(y), term) : term);
    p += 16;
    q += 16;
    r += 16;
    s += 16;
    y += 16;
  }
  for (; c < channels; c++) {
    const term = scalar * ((load<f32>(p) + load<f32>(q)) + (load<f32>(r) + load<f32>(s)));
    store<f32>(y, accumulate ? load<f32>(y) + term : term);
    p += 4;
    q += 4;
    r += 4;
    s += 4;
    y += 4;
  }
}

/**
 * One row of sites: y = S x of `channels` columns, or y += S x. `strideX` and `strideY` are the
 * bytes of a site.
 */
function shellRow(
  x: usize, strideX: usize, y: usize, strideY: usize, height: i32, width: i32, row: i32,
  channels: i32, shell: i32, factor: f32, accumulate: bool,
): void {
  const rowX = <usize>width * strideX;
  const here = x + <usize>row * rowX;
  let out = y + <usize>row * <usize>width * strideY;
  if (shell == SELF) {
    for (let i = 0; i < width; i++) {
      copyOrAdd(here + <usize>i * strideX, out, channels, accumulate);
      out += strideY;
    }
    return;
  }
  const up = x + <usize>(row == 0 ? height - 1 : row - 1) * rowX;
  const down = x + <usize>(row == height - 1 ? 0 : row + 1) * rowX;
  const f = f32x4.splat(factor);
  for (let i = 0; i < width; i++) {
    const at = <usize>i * strideX;
    const left = <usize>(i == 0 ? width - 1 : i - 1) * strideX;
    const right = <usize>(i == width - 1 ? 0 : i + 1) * strideX;
    if (shell == NEIGHBOURS) {
      addFour(
        up + at, down + at, here + left, here + right, f, factor, out, channels, accumulate,
      );
    } else {
      addFour(
        up + left, down + left, up + right, down + right, f, factor, out, channels, accumulate,
      );
    }
    out += strideY;
  }
}

@inline function copyOrAdd(x: usize, y: usize, channels: i32, accumulate: bool): void {
  let c = 0;
  for (; c + 4 <= channels; c += 4) {
    const value = v128.load(x);
    v128.store(y, accumulate ? f32x4.add(v128.load(y), value) : value);
    x += 16;
    y += 16;
  }
  for (; c < channels; c++) {
    store<f32>(y, accumulate ? load<f32>(y) + load<f32>(x) : load<f32>(x));
    x += 4;
    y += 4;
  }
}

/** Side by side x itself and its first `shells` shells: columns `channels` to (1 + shells) as many. */
export function collectShells(
  batch: i32, height: i32, width: i32, channels: i32, shells: i32, factor: f32,
  x: usize, y: usize,
): void {
  const block = <usize>channels << 2;
  const strideY = <usize>(1 + shells) * block;
  const lattice = <usize>height * <usize>width;
  for (let b = 0; b < batch; b++) {
    for (let row = 0; row < height; row++) {
      for (let shell = SELF; shell <= shells; shell++) {
        shellRow(
          x, block, y + <usize>shell * block, strideY, height, width, row, channels, shell, factor,
          false,
        );
      }
    }
    x += lattice * block;
    y += lattice * strideY;
  }
}

/** The adjoint of `collectShells`: the first columns plus the shells of those beside them. */
export function foldShells(
  batch: i32, height: i32, width: i32, channels: i32, shells: i32, factor: f32,
  x: usize, y: usize,
): void {
  const block = <usize>channels << 2;
  const strideX = <usize>(1 + shells) * block;
  const lattice = <usize>height * <usize>width;
  for (let b = 0; b < batch; b++) {
    for (let row = 0; row < height; row++) {
      for (let shell = SELF; shell <= shells; shell++) {
        shellRow(
          x + <usize>shell * block, strideX, y, block, height, width, row, channels, shell, factor,
          shell != SELF,
        );
      }
    }
    x += lattice * strideX;
    y += lattice * block;
  }
}

/** The columns before `first` as they are, a shell's sums of the others. Its own adjoint. */
export function aggregateColumns(
  batch: i32, height: i32, width: i32, channels: i32, first: i32, shell: i32, factor: f32,
  x: usize, y: usize,
): void {
  const stride = <usize>channels << 2;
  const shift = <usize>first << 2;
  const lattice = <usize>height * <usize>width * stride;
  for (let b = 0; b < batch; b++) {
    for (let row = 0; row < height; row++) {
      shellRow(x, stride, y, stride, height, width, row, first, SELF, factor, false);
      shellRow(
        x + shift, stride, y + shift, stride, height, width, row, channels - first, shell, factor,
        false,
      );
    }
    x += lattice;
    y += lattice;
  }
}

/**
 * Sums over sites that a table lists, `size` of them for each of the `sites` of a lattice; with a size
 * of 0 the site itself. `strideX` and `strideY` are the bytes of a row.
 */
export function gatherShell(
  batch: i32, sites: i32, channels: i32, size: i32, table: usize, factor: f32,
  x: usize, strideX: usize, y: usize, strideY: usize, accumulate: bool,
): void {
  const f = f32x4.splat(factor);
  for (let b = 0; b < batch; b++) {
    let list = table;
    for (let i = 0; i < sites; i++) {
      const out = y + <usize>i * strideY;
      if (size == 0) {
        copyOrAdd(x + <usize>i * strideX, out, channels, accumulate);
        continue;
      }
      let c = 0;
      for (; c + 4 <= channels; c += 4) {
        const at = x + (<usize>c << 2);
        let sum = v128.load(at + <usize>load<i32>(list) * strideX);
        for (let a = 1; a < size; a++) {
          const j = <usize>load<i32>(list + (<usize>a << 2));
          sum = f32x4.add(sum, v128.load(at + j * strideX));
        }
        const term = f32x4.mul(f, sum);
        const place = out + (<usize>c << 2);
        v128.store(place, accumulate ? f32x4.add(v128.load(place), term) : term);
      }
      for (; c < channels; c++) {
        const at = x + (<usize>c << 2);
        let sum: f32 = 0;
        for (let a = 0; a < size; a++) {
          const j = <usize>load<i32>(list + (<usize>a << 2));
          sum += load<f32>(at + j * strideX);
        }
        const place = out + (<usize>c << 2);
        const term = factor * sum;
        store<f32>(place, accumulate ? load<f32>(place) + term : term);
      }
      list += <usize>size << 2;
    }
    x += <usize>sites * strideX;
    y += <usize>sites * strideY;
  }
}
