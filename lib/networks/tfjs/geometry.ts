import type { Lattice } from "../../lattice/lattice.ts";
import { nextNeighbours } from "../../lattice/sites_in_plane.ts";
import type { Aggregation } from "../architecture.ts";

/** The sites of a shell around each site. */
export interface ShellTable {
  /** Number of sites in the shell. */
  readonly size: number;
  /** The sites, shape [N, size]; j is in the shell of i if i is in that of j. */
  readonly sites: Int32Array;
}

/** How rows of a matrix of site features lie: lattice after lattice, each row after row. */
export interface BatchGeometry {
  /** Number of lattices. */
  readonly batch: number;
  /** Rows of sites of each. */
  readonly height: number;
  /** Columns of sites of each. */
  readonly width: number;
  /**
   * Neighbours and the sites at the second distance; left out for the square lattice, where nobody
   * needs a table to find them.
   */
  readonly tables?: readonly ShellTable[];
}

/** Sites in a shell of the square lattice. */
const SQUARE_SHELL = 4;

/** The geometry of a batch of lattices. */
export function batchGeometry(lattice: Lattice, batch: number): BatchGeometry {
  const { kind, width, height } = lattice;
  if (kind === "square") return { batch, height, width };
  return { batch, height, width, tables: tablesOf(lattice) };
}

/** By lattice: whoever copies tables to where they are used does so once for each. */
const cache = new WeakMap<Lattice, readonly ShellTable[]>();

function tablesOf(lattice: Lattice): readonly ShellTable[] {
  const { coordination, neighbours, geometry: { nextSteps } } = lattice;
  const tables = cache.get(lattice) ?? [
    { size: coordination, sites: neighbours },
    { size: nextSteps.length, sites: nextNeighbours(lattice) },
  ];
  cache.set(lattice, tables);
  return tables;
}

/** Sites of all lattices together. */
export function totalSites({ batch, height, width }: BatchGeometry): number {
  return batch * height * width;
}

/** What the sum over a shell is multiplied by; shell 0 are the neighbours. */
export function aggregationFactor(
  { tables }: BatchGeometry,
  shell: number,
  aggregation: Aggregation,
): number {
  return aggregation === "sum" ? 1 : 1 / (tables?.[shell].size ?? SQUARE_SHELL);
}
