import type { Ensemble } from "../../lib/electrons/electron_solver.ts";
import type { ForceField } from "../../lib/forcefields/force_field.ts";
import {
  type ForceFieldOptions,
  type ForceFieldSpec,
  forceFieldSpec,
} from "../../lib/forcefields/force_field_spec.ts";
import { makeForceField } from "../../lib/forcefields/make_force_field.ts";

/** The exact methods, which must agree with each other and with every symmetry of the model. */
export const EXACT_METHODS = ["exact", "ed"] as const;

/** Both ensembles. */
export const ENSEMBLES: readonly Ensemble[] = ["grand-canonical", "canonical"];

/** Specification of a field on a square lattice at the reference preset, changed as asked. */
export function squareSpec(
  width: number,
  height: number,
  changes: Omit<ForceFieldOptions, "lattice"> = {},
): ForceFieldSpec {
  return forceFieldSpec({ lattice: { kind: "square", width, height }, ...changes });
}

/** What `use` makes of a force field, which is closed afterwards. */
export async function withForceField<T>(
  spec: ForceFieldSpec,
  use: (forceField: ForceField) => Promise<T>,
): Promise<T> {
  const forceField = await makeForceField(spec);
  try {
    return await use(forceField);
  } finally {
    forceField.close();
  }
}
