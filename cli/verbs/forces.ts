import { Command } from "../shared/commander.ts";
import { describeDifference } from "../shared/describe_difference.ts";
import {
  addModelOptions,
  givenElectrons,
  givenModel,
  type ModelOptions,
  requireUsed,
  resourcesOf,
  withoutUndefined,
} from "../shared/model_options.ts";
import { noteOutsideTraining } from "../shared/network_options.ts";
import { parseInteger } from "../shared/number_options.ts";
import { requireFolderFor } from "../shared/require_folder.ts";
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
  readonly width?: number;
  readonly height?: number;
}

/** `nearsight forces`: one configuration in, its forces out. */
export const command = addModelOptions(
  new Command("forces")
    .description(
      "Forces, densities and energies of one configuration.\n\n" +
        "Input: .npy (shape [height, width]), .json ({ width, height, Q }), or .dat or .txt: plain " +
        "text, a line a site, in its columns Q or Q F n, as the paper's reference scripts write it. " +
        "Forces are compared with the F of such a frame.\n" +
        "Output: .json with everything, or .npy with the forces and a .json beside it with the rest.",
    )
    .requiredOption("--input <file>", "configuration Q: .npy, .json, .dat or .txt", userPath)
    .requiredOption("--output <file>", "where forces go, .npy or .json", userPath)
    .option("--lattice <kind>", "geometry of the lattice", "square")
    .option("--width <W>", "of the lattice in plain text (default: a square one)", parseInteger)
    .option("--height <H>", "of the lattice in plain text", parseInteger),
  "exact",
).action(async (options: ForcesOptions) => {
  const { input, output } = options;
  if (!/\.(npy|json)$/.test(output)) {
    throw new ParameterError(`Cannot write ${output}: the output is a .npy or a .json file`);
  }
  await requireFolderFor(output);
  if ([output, besideOf(output)].includes(input)) {
    throw new ParameterError(`Cannot write ${output}: that would replace the input ${input}`);
  }
  const sides = withoutUndefined({ width: options.width, height: options.height });
  const { width, height, values, dtype, force } = await readFieldFile(input, sides);
  const lattice = latticeSpec(makeLattice({ kind: options.lattice, width, height }));
  const spec = await completeForceFieldSpec(forceFieldSpec({
    lattice,
    model: givenModel(options),
    ...(options.preset === undefined ? {} : { preset: options.preset }),
    ...givenElectrons(options),
  }));
  requireUsed(options, spec);
  const forceField = await makeForceField(spec, resourcesOf(options));
  try {
    const evaluation = await forceField.evaluate(values);
    noteOutsideTraining(spec, evaluation.outsideTraining);
    if (dtype !== undefined) {
      const what = dtype === "<f4" ? "Q as it was rounded" : "these whole numbers";
      console.error(`note: ${input} holds ${dtype}: these are the forces of ${what}`);
    }
    await writeForces(output, spec, evaluation);
    if (force !== undefined) {
      console.log(describeDifference(evaluation.force, force, `the F of ${input}`));
    }
    console.log(output);
  } finally {
    forceField.close();
  }
});

/** Where goes what a .npy cannot hold. */
function besideOf(output: string): string {
  return output.replace(/\.npy$/, ".json");
}

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
  await writeJsonAtomic(besideOf(output), { width, height, density, ...scalars, provenance });
  await writeBytesAtomic(
    output,
    encodeNpy({ dtype: "<f8", shape: [height, width], data: force }),
  );
}
