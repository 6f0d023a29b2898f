import { ParameterError } from "../errors.ts";
import type { Lattice } from "../lattice/lattice.ts";
import type { Architecture, GnnArchitecture } from "./architecture.ts";
import { windowsOf } from "./baseline_windows.ts";

/** Columns over which the descriptor's 45 sites extend from the centre: ⌊√13⌋. */
const DESCRIPTOR_RADIUS = 3;

/**
 * How many columns (or rows) away a site may lie and still change the network's answer at a site.
 *
 * A message travels one bond a layer, the readout's included. What an energy network gives at i is
 * a derivative of the energy, so another site matters if both enter some nonlinear function of it:
 * the features of a site after the last block, which reach as many bonds as there are blocks. The
 * readout adds up functions of single sites and reaches no further.
 *
 * Of the cavity method, where a network starts from it, windows count and messages do not: these
 * fall off along their way and go around a small lattice as the electrons do.
 */
export function receptiveFieldRadius(architecture: Architecture): number {
  switch (architecture.model) {
    case "mlp":
      return Math.max(DESCRIPTOR_RADIUS, windowsOf(architecture.baseline).radius);
    case "gnn":
      return architecture.channels.length + 1 + embeddingRadius(architecture);
    case "energy-gnn":
      return 2 * architecture.channels.length;
  }
}

/** Columns over which what a GNN starts from reaches. */
function embeddingRadius({ embedding, baseline }: GnnArchitecture): number {
  const { radius, poles } = windowsOf(baseline);
  return embedding.kind === "cavity" && poles > 0 ? radius : 0;
}

/**
 * Throws unless every site that the network sees around a site of this lattice is another one.
 *
 * @throws {ParameterError} if a side is shorter than the receptive field's 2R + 1 sites, or the
 *   lattice is not the square one
 */
export function requireRoomForNetwork(architecture: Architecture, lattice: Lattice): void {
  if (lattice.kind !== "square") {
    throw new ParameterError(`Networks are made for square lattices: got kind ${lattice.kind}`);
  }
  const width = 2 * receptiveFieldRadius(architecture) + 1;
  if (lattice.width < width || lattice.height < width) {
    throw new ParameterError(
      `A ${lattice.width}×${lattice.height} lattice is narrower than this network's receptive ` +
        `field of ${width} sites: sides of at least ${width} are needed`,
    );
  }
}
