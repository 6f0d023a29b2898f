import { latticeGraph } from "../../lib/electrons/cavity/cavity_graph.ts";
import { cavityTwin } from "../../lib/electrons/cavity/cavity_twin.ts";
import { type Complex, subtract } from "../../lib/electrons/cavity/complex.ts";
import type { EnginePole } from "../../lib/electrons/cavity/engine.ts";
import {
  cavityPoleSet,
  convergedPoles,
  scheduledPoles,
} from "../../lib/electrons/cavity/schedule.ts";
import { windowTwin } from "../../lib/electrons/cavity/window_twin.ts";
import { makeDescriptor } from "../../lib/descriptor/make_descriptor.ts";
import { DESCRIPTOR_SIZE } from "../../lib/descriptor/environment.ts";
import type { Lattice } from "../../lib/lattice/lattice.ts";
import type { Architecture } from "../../lib/networks/architecture.ts";
import { windowsOf } from "../../lib/networks/baseline_windows.ts";
import type { ElectronicPrediction } from "../../lib/networks/density_model.ts";
import type { Network } from "../../lib/networks/network.ts";
import { plainNetwork } from "../../lib/networks/twin/plain_network.ts";

/** Largest |x| that pole sets of embeddings are chosen for. */
const LARGEST_POTENTIAL = 200;

/** What the cavity method says of a field, in double precision. */
interface SlowCavity {
  /** n - 1/2, shape [N]. */
  readonly density: Float64Array;
  /** T w G and T w (G - G_tree) for each pole, one a site. */
  readonly poles: readonly (readonly [Complex[], Complex[]])[];
  /** Ω_el/t, its even part. */
  readonly energy: number;
}

/**
 * The slow twin of `DensityModel`: cavity method, windows, descriptor and network all in double
 * precision, on any lattice however small.
 */
export function slowDensity(
  { architecture, parameters, conditions }: Network,
  lattice: Lattice,
  x: Float64Array,
): ElectronicPrediction {
  const usesCavity = architecture.baseline !== "none" || polesOf(architecture) > 0;
  const cavity = usesCavity
    ? slowCavity(architecture, lattice, conditions.temperature, x)
    : undefined;
  const features = slowFeatures(architecture, lattice, x, cavity);
  const { values, energies } = plainNetwork(architecture, parameters, lattice, features);
  const baseline = architecture.baseline === "none" ? undefined : cavity;
  const densityMinusHalf = values.map((value, i) => value + (baseline?.density[i] ?? 0));
  if (energies === undefined) return { densityMinusHalf };
  return {
    densityMinusHalf,
    energy: energies.reduce((a, b) => a + b, baseline?.energy ?? 0),
  };
}

function polesOf(architecture: Architecture): number {
  return architecture.model === "gnn" && architecture.embedding.kind === "cavity"
    ? architecture.embedding.poles
    : 0;
}

function slowFeatures(
  architecture: Architecture,
  lattice: Lattice,
  x: Float64Array,
  cavity: SlowCavity | undefined,
): ArrayLike<number> {
  if (architecture.model === "mlp") {
    const target = new Float64Array(DESCRIPTOR_SIZE * lattice.sites);
    return makeDescriptor(lattice, architecture.descriptor).describe(x, target);
  }
  const poles = polesOf(architecture);
  if (poles === 0 || cavity === undefined) return x;
  return Array.from(x).flatMap((xi, i) => [
    xi,
    cavity.density[i],
    ...cavity.poles.slice(0, poles).flatMap((pair) => pair.flatMap((g) => [g[i].re, g[i].im])),
  ]);
}

function slowCavity(
  { model, baseline }: Architecture,
  lattice: Lattice,
  temperature: number,
  x: Float64Array,
): SlowCavity {
  const graph = latticeGraph(lattice);
  const windows = windowsOf(baseline);
  const set = cavityPoleSet((LARGEST_POTENTIAL + lattice.coordination) / temperature);
  const schedule = model === "energy-gnn" ? convergedPoles : scheduledPoles;
  const density = new Float64Array(lattice.sites);
  let logarithm = 0;
  const poles = schedule(set, temperature).map(({ eta, weight, sweeps }: EnginePole, p) => {
    const z = Array.from(x, (xi): Complex => ({ re: -xi, im: eta }));
    const answer = cavityTwin(graph, z, 1, sweeps);
    const rings = sweeps.adjoint > 0;
    const green = p < windows.poles
      ? windowTwin(lattice, z, 1, windows.radius, sweeps.messages)
      : rings
      ? answer.green
      : answer.tree;
    const determinant = rings ? answer.logDeterminant : answer.treeLogDeterminant;
    logarithm += weight * (determinant - lattice.sites * Math.log(eta));
    const factor = temperature * weight;
    const scaled = ({ re, im }: Complex) => ({ re: factor * re, im: factor * im });
    green.forEach(({ re }, i) => density[i] -= factor * re);
    return [
      green.map(scaled),
      green.map((g, i) => scaled(subtract(g, answer.tree[i]))),
    ] as const;
  });
  const energy = -temperature * (lattice.sites * Math.LN2 + logarithm);
  return { density, poles, energy };
}
