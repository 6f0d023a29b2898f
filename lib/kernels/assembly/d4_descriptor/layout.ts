// Where the coefficients of each representation stand, as lib/descriptor/symmetry_basis.ts orders
// them: the centre and the shells (1,0) (1,1) (2,0) (2,1) (2,2) (3,0) (3,1) (3,2), as far as they
// have the representation.

export const A1: i32 = 0;
export const A2: i32 = 9;
export const B1: i32 = 12;
export const B2: i32 = 18;
/** E doublets, x next to y; two on each shell of eight sites. */
export const E: i32 = 23;
/** Number of coefficients. */
export const SIZE: i32 = 45;
/** The coefficients of the (2, 1) shell, by which environments are aligned. */
export const REFERENCE_A2: i32 = A2;
export const REFERENCE_B1: i32 = B1 + 2;
export const REFERENCE_B2: i32 = B2 + 1;
export const REFERENCE: i32 = E + 6;

/** Reads the coefficients of number k of two sites. */
@inline export function get(coefficients: usize, k: i32): v128 {
  return v128.load(coefficients + (<usize>k << 4));
}

/** Writes the coefficients of number k of two sites. */
@inline export function set(coefficients: usize, k: i32, values: v128): void {
  v128.store(coefficients + (<usize>k << 4), values);
}
