import { describeDataSet } from "./describe_data_set.ts";
import { requireOutputFolder } from "./make_data_set_file.ts";
import { givenModel, resourcesOf, withoutUndefined } from "./model_options.ts";
import { type Progress, startProgress } from "./progress.ts";
import { noteArtifacts, openRecords, type RecordOptions } from "./records.ts";
import { shortNumber } from "./short_number.ts";
import {
  compareLabels,
  type ConfigurationKind,
  type DataSet,
  importFrames,
  type LabelDifference,
  ParameterError,
  recordRun,
  writeDataSet,
} from "../../mod.ts";

/** The options of `dataset import`, as commander returns them. */
export interface ImportCliOptions extends RecordOptions {
  readonly output: string;
  readonly width?: number;
  readonly height?: number;
  readonly lattice?: string;
  readonly kind: ConfigurationKind;
  readonly temperature?: number;
  readonly amplitude?: number;
  readonly constants?: string;
  readonly t?: number;
  readonly g?: number;
  readonly k?: number;
  readonly kappa?: number;
  readonly heldOut?: number;
  readonly seed?: number;
  readonly check: number;
  readonly workers?: number;
}

/** Errors of the force, in units of t, beyond which labels are worth a word: networks err by less. */
const WORTH_A_NOTE = 1e-3;

/** `nearsight dataset import`: a data set of frames that were made elsewhere, under a record. */
export async function importFromCommandLine(
  folders: readonly string[],
  options: ImportCliOptions,
): Promise<void> {
  const { output, check } = options;
  if (check < 0) throw new ParameterError(`--check must not be negative: got ${check}`);
  await requireOutputFolder(output);
  const dataSet = await readFrames(folders, options);
  using store = await openRecords(options);
  const { recipe } = dataSet.provenance;
  const imported = recipe.imported?.map((frames, f) => ({ source: folders[f], ...frames }));
  const description = { verb: "dataset", config: { ...recipe, imported }, seed: recipe.seed };
  await recordRun(store, description, async (run) => {
    const difference = await compareLabels(dataSet, check, resourcesOf(options));
    const sha256 = await writeDataSet(output, dataSet);
    await noteArtifacts(run, [{ path: output, kind: "dataset", contents: sha256 }]);
    run.metrics(0, { ...difference });
    console.log(describeDataSet({ dataSet, sha256 }));
    if (difference.configurations > 0) console.log(describeCheck(difference));
    if (difference.rms > WORTH_A_NOTE) {
      console.error(
        "note: these labels are not the densities at μ = 0 of this temperature, which networks are " +
          "trained on: made at a fixed number of electrons, by a network, or at another temperature?",
      );
    }
    if (dataSet.splits.trajectory?.test.length === 0) {
      console.error(
        options.kind === "random"
          ? "note: independent configurations are held out by --split configuration alone"
          : "note: the split by trajectory holds nothing out, as a folder is one trajectory; " +
            "--kind random is for configurations that are independent",
      );
    }
    console.log(output);
  });
}

async function readFrames(
  folders: readonly string[],
  options: ImportCliOptions,
): Promise<DataSet> {
  const { width, height, lattice, kind, temperature, amplitude, constants } = options;
  const { heldOut, seed } = options;
  let progress: Progress | undefined;
  try {
    return await importFrames(folders, {
      ...withoutUndefined({ width, height, lattice, kind, temperature, amplitude, constants }),
      ...withoutUndefined({ heldOut, seed }),
      model: givenModel(options),
      onFrame(done, total) {
        progress ??= startProgress("frames", total);
        progress.update(done);
      },
    });
  } finally {
    progress?.stop();
  }
}

function describeCheck({ configurations, rms, max }: LabelDifference): string {
  return `forces of ${configurations} labels against exact ones at μ = 0: ` +
    `rms ${shortNumber(rms)}, largest ${shortNumber(max)}`;
}
