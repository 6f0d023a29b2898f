import { HolsteinModel } from "../../holstein/holstein_model.ts";
import { makeLattice } from "../../lattice/make_lattice.ts";
import type { DataSet, LabelledConfiguration } from "../dataset/data_set.ts";
import type { Prediction } from "./predictor.ts";

/** Exact forces of a configuration, and the errors of predicted ones. */
export interface ForceErrors {
  /** F_i of the label, shape [N]. */
  readonly exact: Float64Array;
  /** Predicted less exact, shape [N]. */
  readonly error: Float64Array;
}

/**
 * What takes the errors of the forces that follow from predictions, with the constants of a data
 * set. Where a density is predicted the elastic force is exact, and the error is that of g n_i.
 */
export function forceErrorsIn(
  { groups, provenance: { recipe } }: DataSet,
): (configuration: LabelledConfiguration, prediction: Prediction) => ForceErrors {
  const models = new Map(
    groups.map((group) => [group, new HolsteinModel(makeLattice(group.lattice), recipe.model)]),
  );
  const { g } = recipe.model;
  return ({ group, Q, density }, { quantity, values }) => {
    const exact = models.get(group)!.force(Q, density);
    const error = quantity === "density"
      ? values.map((n, i) => g * (n - density[i]))
      : values.map((force, i) => force - exact[i]);
    return { exact, error };
  };
}
