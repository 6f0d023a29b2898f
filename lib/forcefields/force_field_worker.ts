import { serve } from "../parallel/serve.ts";
import type { ForceEvaluation } from "./force_field.ts";
import type { ForceFieldSpec, Resources } from "./force_field_spec.ts";
import { makeForceField } from "./make_force_field.ts";

serve<{ spec: ForceFieldSpec; resources: Resources }, Float64Array, ForceEvaluation>(
  async ({ spec, resources }) => {
    const forceField = await makeForceField(spec, resources);
    return (Q) => forceField.evaluate(Q);
  },
);
