import { ParameterError } from "../errors.ts";
import { HoneycombLattice } from "./honeycomb_lattice.ts";
import type { Lattice } from "./lattice.ts";
import { SquareLattice } from "./square_lattice.ts";

/** A lattice as plain data, as configurations and workers pass it on. */
export interface LatticeSpec {
  /** Name of the geometry. */
  readonly kind: string;
  /** Number of columns of sites. */
  readonly width: number;
  /** Number of rows of sites. */
  readonly height: number;
}

const MAKERS: Readonly<Record<string, (width: number, height: number) => Lattice>> = {
  square: (width, height) => new SquareLattice(width, height),
  honeycomb: (width, height) => new HoneycombLattice(width, height),
};

/** The names of the lattices that there are. */
export const LATTICE_KINDS: readonly string[] = Object.keys(MAKERS);

/**
 * The lattice that a specification describes.
 *
 * @throws {ParameterError} if the kind is unknown or a side is not accepted
 */
export function makeLattice({ kind, width, height }: LatticeSpec): Lattice {
  if (!Object.hasOwn(MAKERS, kind)) {
    throw new ParameterError(
      `Unknown lattice "${kind}": accepted are ${LATTICE_KINDS.join(", ")}`,
    );
  }
  return MAKERS[kind](width, height);
}

/** The specification that a lattice can be made from again. */
export function latticeSpec({ kind, width, height }: Lattice): LatticeSpec {
  return { kind, width, height };
}
