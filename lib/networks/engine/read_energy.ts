import type { EnginePlan } from "./engine_plan.ts";

/**
 * What reads the energy that an evaluation left in a plan's memory: sums over rows, which do not
 * depend on the threads that worked them out, added in order. Undefined for networks without one.
 */
export function energyReader(
  { memory, network, baseline, width, height }: EnginePlan,
): (() => number) | undefined {
  if (network.model !== "energy-gnn") return undefined;
  const rows = (address: number) => new Float64Array(memory.buffer, address, height);
  const local = rows(network.energies);
  if (baseline === undefined) return () => sum(local);
  const logarithms = rows(baseline.logarithms);
  const { temperature } = baseline;
  const constant = width * height * Math.LN2;
  return () => sum(local) - temperature * (constant + sum(logarithms));
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
