import { forceFieldSpec, type Resources } from "../../forcefields/force_field_spec.ts";
import { makeForceField } from "../../forcefields/make_force_field.ts";
import { HolsteinModel } from "../../holstein/holstein_model.ts";
import { makeLattice } from "../../lattice/make_lattice.ts";
import { type DataSet, fieldOf } from "./data_set.ts";

/** How far labels are from exact ones, as forces in units of t. */
export interface LabelDifference {
  /** Number of configurations that were solved. */
  readonly configurations: number;
  /** Root mean square over their sites. */
  readonly rms: number;
  /** The largest. */
  readonly max: number;
}

/**
 * Solves some configurations of every group, evenly taken, exactly at μ = 0, and compares their
 * forces with those of the labels. Labels made at fixed electron number, by a network or at another
 * temperature show here.
 *
 * @param count configurations of each group, at most
 *
 * @example
 * ```ts
 * import { compareLabels, dataSetRecipe, makeDataSet } from "../mod.ts";
 * import assert from "node:assert/strict";
 * const work = await Deno.makeTempDir();
 * const resources = { workers: 1 };
 * const { dataSet } = await makeDataSet(dataSetRecipe({ preset: "smoke" }), work, { resources });
 * assert.ok(dataSet);
 * const { configurations, max } = await compareLabels(dataSet, 2, resources);
 * assert.ok(configurations === 2 && max < 1e-9);
 * await Deno.remove(work, { recursive: true });
 * ```
 */
export async function compareLabels(
  { groups, provenance: { recipe: { model } } }: DataSet,
  count: number,
  resources: Resources,
): Promise<LabelDifference> {
  let [configurations, sites, squares, max] = [0, 0, 0, 0];
  for (const group of groups) {
    const { lattice, temperature } = group;
    const holstein = new HolsteinModel(makeLattice(lattice), model);
    const exact = await makeForceField(
      forceFieldSpec({ lattice, model, temperature, method: "exact" }),
      resources,
    );
    try {
      const chosen = Math.min(count, group.configurations);
      for (let s = 0; s < chosen; s++) {
        const c = Math.floor((s + 0.5) * group.configurations / chosen);
        const Q = fieldOf(group, group.Q, c);
        const label = holstein.force(Q, fieldOf(group, group.density, c));
        const { force } = await exact.evaluate(Q);
        force.forEach((f, i) => {
          squares += (f - label[i]) ** 2;
          max = Math.max(max, Math.abs(f - label[i]));
        });
        sites += Q.length;
        configurations++;
      }
    } finally {
      exact.close();
    }
  }
  return { configurations, rms: sites === 0 ? 0 : Math.sqrt(squares / sites), max };
}
