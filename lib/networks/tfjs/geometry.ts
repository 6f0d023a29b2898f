/** How rows of a matrix of site features lie: lattice after lattice, each row after row. */
export interface BatchGeometry {
  /** Number of lattices. */
  readonly batch: number;
  /** Rows of sites of each. */
  readonly height: number;
  /** Columns of sites of each. */
  readonly width: number;
}

/** Sites of all lattices together. */
export function totalSites({ batch, height, width }: BatchGeometry): number {
  return batch * height * width;
}
