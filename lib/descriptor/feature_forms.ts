import { ParameterError } from "../errors.ts";
import { completeFeatures } from "./complete_features.ts";
import { standardOrientation } from "./orientation.ts";
import { paperFeatures } from "./paper_features.ts";

/**
 * How the 45 symmetry-adapted coefficients of an environment become 45 invariant features:
 *
 * - `paper`: as in the paper; different environments may have the same features;
 * - `complete`: each doublet along and across the reference doublet; tells all environments apart;
 * - `oriented`: the coefficients of the environment in its standard orientation; the same
 *   information as `complete`, and distances between environments are kept.
 */
export type FeatureForm = "paper" | "complete" | "oriented";

/** The features of an environment with the coefficients c, shapes [45]. */
type Features = (c: Float64Array) => Float64Array;

const FORMS: Readonly<Record<FeatureForm, Features>> = {
  paper: paperFeatures,
  complete: completeFeatures,
  oriented: standardOrientation,
};

/** The names of the feature forms that there are. */
export const FEATURE_FORMS: readonly FeatureForm[] = Object.keys(FORMS) as FeatureForm[];

/**
 * The function that computes features of this form from coefficients.
 *
 * @throws {ParameterError} if there is no such form
 */
export function featuresOfForm(form: FeatureForm): Features {
  if (!Object.hasOwn(FORMS, form)) {
    throw new ParameterError(
      `Unknown form of descriptor "${form}": accepted are ${FEATURE_FORMS.join(", ")}`,
    );
  }
  return FORMS[form];
}
