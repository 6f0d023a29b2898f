import { Command, Option } from "../shared/commander.ts";
import { addConstants, byPreset } from "../shared/model_options.ts";
import { parseInteger, parseNumber, parseSize } from "../shared/number_options.ts";
import { addRecordOptions } from "../shared/records.ts";
import { userPath } from "../shared/user_path.ts";
import { describeDataSet, summaryOf } from "../shared/describe_data_set.ts";
import { type MakeCliOptions, makeFromCommandLine } from "../shared/make_data_set_file.ts";
import { type ImportCliOptions, importFromCommandLine } from "../shared/import_data_set_file.ts";
import { CONFIGURATION_KINDS, DATA_SET_PRESETS, readDataSet } from "../../mod.ts";
import { EIGENSOLVERS, jsonText, METHODS, NETWORK_BACKENDS, PRESETS } from "../../mod.ts";

/** `nearsight dataset`: labelled configurations to train on. */
export const command = new Command("dataset")
  .description("Data sets: configurations labelled with exact densities, to train on.");

command.addCommand(
  addRecordOptions(
    addConstants(
      new Command("make")
        .description(
          "Makes a data set, one .npz file that NumPy reads.\n\n" +
            "Counts are for every lattice size and temperature. After Ctrl-C or a crash the same command " +
            "again goes on from the work folder, to the same bits as an unbroken run.",
        )
        .requiredOption("--output <file>", "the data set, .npz", userPath)
        .addOption(
          new Option("--preset <name>", "configurations to start from (default: small)")
            .choices(Object.keys(DATA_SET_PRESETS)),
        )
        .option("--sizes <list>", "sides of the lattices, such as 24,32x48", list(parseSize))
        .option("--lattice <kind>", "geometry of the lattices (default: square)")
        .option("--temperatures <list>", "temperatures k_B T, in units of t", list(parseNumber))
        .option("--random <n>", "random configurations, as wide as an initial state", parseInteger)
        .option("--amplitudes <list>", "other widths of random configurations", list(parseNumber))
        .option("--per-amplitude <n>", "random configurations of each of them", parseInteger)
        .option("--trajectories <n>", "quench trajectories", parseInteger)
        .option("--steps <n>", "steps of a trajectory, with --snapshots", parseInteger)
        .option("--snapshots <n>", "snapshots of a trajectory, evenly along it", parseInteger)
        .option("--snapshot-steps <list>", "steps of the snapshots, one by one", list(parseInteger))
        .option("--particle-hole", "add the twin -Q, 1 - n of every configuration")
        .option(
          "--held-out <fraction>",
          "fraction that splits hold out (default: 0.3)",
          parseNumber,
        )
        .option("--seed <n>", "seed; another seed is another set (default: 1)", parseInteger)
        .addOption(
          new Option("--constants <name>", "constants of the model (default: reference)")
            .choices(Object.keys(PRESETS)),
        ),
    )
      .option("--mass <m>", `ionic mass ${byPreset(({ model }) => model.mass)}`, parseNumber)
      .addOption(
        new Option("--method <name>", "what labels configurations (default: exact)")
          .choices([...METHODS]),
      )
      .addOption(
        new Option(
          "--driver <name>",
          "what drives trajectories (default: the preset's, or --method)",
        )
          .choices([...METHODS]),
      )
      .addOption(
        new Option("--eigensolver <name>", "of the method ed").choices([...EIGENSOLVERS]),
      )
      .option(
        "--weights <list>",
        "of a network, shipped or files, one for each temperature",
        list((name) => name),
      )
      .addOption(
        new Option("--backend <name>", "what computes a network").choices([...NETWORK_BACKENDS]),
      )
      .option("--lapack-library <file>", "LAPACK library of the eigensolver lapack", userPath)
      .option("--work <dir>", "work folder (default: beside the output, .work)", userPath)
      .option("--workers <n>", "threads (default: all cores)", parseInteger)
      .option("--checkpoint-seconds <s>", "seconds between checkpoints (default: 30)", parseNumber)
      .option("--accept-other-arithmetic", "go on where this processor rounds differently"),
  ).action(async (options: MakeCliOptions) => {
    await makeFromCommandLine(options);
  }),
);

command.addCommand(
  addRecordOptions(
    addConstants(
      new Command("import")
        .description(
          "Makes a data set of frames of plain text (.dat or .txt): a line a site, in its columns Q F n, " +
            "as the paper's reference scripts write them.\n\n" +
            "Each folder is a trajectory, and the last number in a file's name its step (c100.dat). F, Q " +
            "and n must obey the force's equation with the constants to the printed digits; n is taken " +
            "as it is, or from F and Q where its column is missing. Some frames are solved again, to " +
            "show how far they are from exact densities at μ = 0.",
        )
        .argument("<folders...>", "folders of frames")
        .requiredOption("--output <file>", "the data set, .npz", userPath)
        .option("--width <W>", "of the lattice (default: a square one)", parseInteger)
        .option("--height <H>", "of the lattice", parseInteger)
        .option("--lattice <kind>", "geometry of the lattice (default: square)")
        .addOption(
          new Option("--kind <name>", "what the frames are").choices([...CONFIGURATION_KINDS])
            .default("quench"),
        )
        .option(
          "--temperature <T>",
          `k_B T of the electrons, in units of t ${byPreset(({ temperature }) => temperature)}`,
          parseNumber,
        )
        .option(
          "--amplitude <sd>",
          "width of the random Q (default: as found), or of a quench's initial Q " +
            byPreset((it) => it.initialDisplacement),
          parseNumber,
        )
        .addOption(
          new Option("--constants <name>", "constants of the model (default: reference)")
            .choices(Object.keys(PRESETS)),
        ),
    )
      .option("--held-out <fraction>", "fraction that splits hold out (default: 0.3)", parseNumber)
      .option("--seed <n>", "seed of the splits (default: 1)", parseInteger)
      .option("--check <n>", "frames that are solved again, exactly", parseInteger, 2)
      .option("--workers <n>", "threads (default: all cores)", parseInteger),
  ).action(async (folders: string[], options: ImportCliOptions) => {
    await importFromCommandLine(folders.map(userPath), options);
  }),
);

command.addCommand(
  new Command("show")
    .description("What a data set holds, after checking all of it.")
    .argument("<file>", "the data set, .npz", userPath)
    .option("--json", "as JSON", false)
    .action(async (file: string, options: { readonly json: boolean }) => {
      const found = await readDataSet(file);
      console.log(options.json ? jsonText(summaryOf(found)).trimEnd() : describeDataSet(found));
    }),
);

/** A parser of values separated by commas. */
function list<T>(parse: (text: string) => T): (text: string) => T[] {
  return (text) => text.split(",").map(parse);
}
