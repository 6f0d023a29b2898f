/** What a network is laid out for. */
export interface LatticeSize {
  /** Columns of the lattice. */
  readonly width: number;
  /** Rows of the lattice. */
  readonly height: number;
  /** Threads that share its rows. */
  readonly threads: number;
}
