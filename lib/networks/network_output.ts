/** What a network says of one lattice. */
export interface NetworkOutput {
  /** n_i - 1/2 (target `density`) or F_i (target `force`), shape [N]. */
  readonly values: Float64Array;
  /** Local energies ε_i, shape [N]; energy networks only. */
  readonly energies?: Float64Array;
}
