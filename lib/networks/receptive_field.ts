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
 * Throws unless the network can be used on the lattice: what it starts from is known there, and every
 * site that it sees around a site is another one.
 *
 * @throws {ParameterError} if the network starts from the cavity method or the descriptor, which are
 *   made for the square lattice, on another one; or if a side is shorter than the receptive field
 */
export function requireRoomForNetwork(architecture: Architecture, lattice: Lattice): void {
  if (lattice.kind !== "square" && !isMadeOfBondsAlone(architecture)) {
    throw new ParameterError(
      `This network starts from what is known for square lattices only (cavity method or ` +
        `descriptor) and cannot be used on a ${lattice.kind} lattice: take a GNN without, such as ` +
        `the preset raw`,
    );
  }
  const radius = receptiveFieldRadius(architecture);
  const [columns, rows] = stepsOf(architecture, lattice).map((step) => 2 * radius * step + 1);
  if (lattice.width < columns || lattice.height < rows) {
    const size = columns === rows ? `${columns} sites` : `${columns}×${rows} sites`;
    const sides = columns === rows ? `${columns}` : `${columns} and ${rows}`;
    throw new ParameterError(
      `A ${lattice.width}×${lattice.height} lattice is narrower than this network's receptive ` +
        `field of ${size}: sides of at least ${sides} are needed`,
    );
  }
}

/** Whether a network needs to know of a lattice who is near whom, and nothing else. */
function isMadeOfBondsAlone(architecture: Architecture): boolean {
  return architecture.model !== "mlp" && architecture.baseline === "none" &&
    (architecture.model === "energy-gnn" || architecture.embedding.kind === "raw");
}

/** Columns and rows that a message crosses in a layer. */
function stepsOf(architecture: Architecture, { geometry }: Lattice): readonly [number, number] {
  if (architecture.model !== "gnn" || architecture.shells === 1) return [1, 1];
  const largest = (axis: 0 | 1) => Math.max(...geometry.nextSteps.map((step) => step[axis]));
  return [largest(0), largest(1)];
}
