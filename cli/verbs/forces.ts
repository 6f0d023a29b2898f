import { Command } from "../shared/commander.ts";
import {
  addModelOptions,
  givenElectrons,
  givenModel,
  type ModelOptions,
  resourcesOf,
} from "../shared/model_options.ts";
import { noteOutsideTraining } from "../shared/network_options.ts";
import { userPath } from "../shared/user_path.ts";
import {
  completeForceFieldSpec,
  encodeNpy,
  type ForceEvaluation,
  type ForceFieldSpec,
  forceFieldSpec,
  latticeSpec,
  makeForceField,
  makeLattice,
  ParameterError,
  readFieldFile,
  VERSION,
  writeBytesAtomic,
  writeJsonAtomic,
} from "../../mod.ts";

interface ForcesOptions extends ModelOptions {
  readonly input: string;
  readonly output: string;
  readonly lattice: string;
}

/** `nearsight forces`: one configuration in, its forces out. */
export const command = addModelOptions(
  new Command("forces")
    .description(
      "Forces, densities and energies of one configuration.\n\n" +
        "Input: .npy (float64, shape [height, width]) or .json ({ width, height, Q }).\n" +
        "Output: .json with everything, or .npy with the forces and a .json beside it with the rest.",
    )
    .requiredOption("--input <file>", "configuration Q, .npy or .json", userPath)
    .requiredOption("--output <file>", "where forces go, .npy or .json", userPath)
    .option("--lattice <kind>", "geometry of the lattice", "square"),
).action(async (options: ForcesOptions) => {
  const { input, output } = options;
  if (!/\.(npy|json)$/.test(output)) {
    throw new ParameterError(`Cannot write ${output}: the output is a .npy or a .json file`);
  }
  const { width, height, values } = await readFieldFile(input);
  const lattice = latticeSpec(makeLattice({ kind: options.lattice, width, height }));
  const spec = await completeForceFieldSpec(forceFieldSpec({
    lattice,
    model: givenModel(options),
    ...(options.preset === undefined ? {} : { preset: options.preset }),
    ...givenElectrons(options),
  }));
  const forceField = await makeForceField(spec, resourcesOf(options));
  try {
    const evaluation = await forceField.evaluate(values);
    noteOutsideTraining(spec, evaluation.outsideTraining);
    await writeForces(output, spec, evaluation);
  } finally {
    forceField.close();
  }
});

async function writeForces(
  output: string,
  spec: ForceFieldSpec,
  { force, density, ...scalars }: ForceEvaluation,
): Promise<void> {
  const { lattice: { kind, width, height }, ...method } = spec;
  const provenance = { lattice: kind, ...method, nearsight: VERSION };
  if (output.endsWith(".json")) {
    await writeJsonAtomic(output, { width, height, force, density, ...scalars, provenance });
    return;
  }
  const beside = output.replace(/\.npy$/, ".json");
  await writeJsonAtomic(beside, { width, height, density, ...scalars, provenance });
  await writeBytesAtomic(
    output,
    encodeNpy({ dtype: "<f8", shape: [height, width], data: force }),
  );
}
