import type { Lattice } from "../../lattice/lattice.ts";
import type { Architecture, GnnArchitecture } from "../architecture.ts";

/**
 * Whether there are device programs for a network on a lattice: direct GNNs with a hidden layer have
 * them, on the square lattice.
 */
export function hasDevicePrograms(
  architecture: Architecture,
  { kind }: Pick<Lattice, "kind">,
): architecture is GnnArchitecture {
  return kind === "square" && architecture.model === "gnn" && architecture.channels.length > 0;
}
