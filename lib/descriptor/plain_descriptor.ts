import type { Lattice } from "../lattice/lattice.ts";
import { type Descriptor, type FeatureArray, validateDescribe } from "./descriptor.ts";
import { DESCRIPTOR_SIZE, environmentOf, requireRoomForEnvironment } from "./environment.ts";
import { type FeatureForm, featuresOfForm } from "./feature_forms.ts";
import { symmetryCoefficients } from "./symmetry_coefficients.ts";

/**
 * The descriptor as it is defined, site by site from the derived tables: the twin that
 * `WasmDescriptor` is held equal to.
 */
export class PlainDescriptor implements Descriptor {
  readonly form: FeatureForm;
  readonly lattice: Lattice;

  /**
   * A descriptor of the sites of a lattice.
   *
   * @throws {ParameterError} if a side of the lattice is below 8 or the form is unknown
   */
  constructor(lattice: Lattice, form: FeatureForm = "complete") {
    requireRoomForEnvironment(lattice);
    featuresOfForm(form);
    this.lattice = lattice;
    this.form = form;
  }

  describe<Features extends FeatureArray>(field: Float64Array, features: Features): Features {
    validateDescribe(this.lattice, field, features);
    const featuresOf = featuresOfForm(this.form);
    for (let site = 0; site < this.lattice.sites; site++) {
      const environment = environmentOf(this.lattice, field, site);
      const values = featuresOf(symmetryCoefficients(environment));
      // Adding 0 turns -0 into 0, so that equal features have equal bits.
      for (let k = 0; k < DESCRIPTOR_SIZE; k++) {
        features[DESCRIPTOR_SIZE * site + k] = values[k] + 0;
      }
    }
    return features;
  }
}
