// Complex arithmetic for two poles at once: the two lanes of every f64x2 belong to two different
// poles, and a complex entry is a vector of two real parts followed by a vector of two imaginary
// parts. No lane ever meets its neighbour, so every loop reads like scalar code, and blocks of any
// size, down to a single entry, use the full width.

/** Bytes of a complex entry for two poles. */
@inline export const ENTRY: usize = 32;

/** The address of entry (row, column) of a matrix whose rows are `ld` entries apart. */
@inline export function at(matrix: usize, ld: i32, row: i32, column: i32): usize {
  return matrix + <usize>(row * ld + column) * ENTRY;
}

@inline export function copyEntry(from: usize, to: usize): void {
  v128.store(to, v128.load(from));
  v128.store(to, v128.load(from, 16), 16);
}

/** Adds the entry at `from` to the one at `to`. */
@inline export function addEntry(from: usize, to: usize): void {
  v128.store(to, f64x2.add(v128.load(to), v128.load(from)));
  v128.store(to, f64x2.add(v128.load(to, 16), v128.load(from, 16)), 16);
}

@inline export function negateEntry(entry: usize): void {
  v128.store(entry, f64x2.neg(v128.load(entry)));
  v128.store(entry, f64x2.neg(v128.load(entry, 16)), 16);
}

/** Sets `count` entries to zero. */
@inline export function zeroEntries(to: usize, count: i32): void {
  const zero = f64x2.splat(0);
  for (const end = to + <usize>count * ENTRY; to < end; to += ENTRY) {
    v128.store(to, zero);
    v128.store(to, zero, 16);
  }
}

/** Copies `count` entries. */
@inline export function copyEntries(from: usize, to: usize, count: i32): void {
  for (const end = to + <usize>count * ENTRY; to < end; to += ENTRY) {
    copyEntry(from, to);
    from += ENTRY;
  }
}
