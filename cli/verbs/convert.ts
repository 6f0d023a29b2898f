import { Command } from "../shared/commander.ts";
import { type ConvertOptions, convertPath } from "../shared/convert_path.ts";
import { parseInteger } from "../shared/number_options.ts";
import { userPath } from "../shared/user_path.ts";

/** `nearsight convert`: what runs leave and users have, from one kind of file to another. */
export const command = new Command("convert")
  .description(
    "Converts between kinds of files; what is made goes by the names of input and output.\n\n" +
      "A run's folder to .npz: its frames stacked, Q and n [T, H, W] with step and time; the folder of " +
      "an ensemble to .npz: the same of all its runs, [M, T, H, W].\n" +
      "A run's folder to a folder: frames of plain text, c0.dat, c100.dat, … with columns Q F n, as " +
      "the paper's reference scripts write and read them.\n" +
      "A configuration (.npy, .json, .dat or .txt) to .npy, .json or .dat: its Q; to .npz or .dat: " +
      "with its F and n, if it has them.\n" +
      "A table (.csv) to .npz: its columns. Weights or a checkpoint (.safetensors) to .npz: its tensors.",
  )
  .argument("<input>", "a folder or a file", userPath)
  .requiredOption("--output <path>", "where to", userPath)
  .option("--every <k>", "of a run: every k-th frame, from the first on", parseInteger)
  .option("--width <W>", "of the lattice in plain text (default: a square one)", parseInteger)
  .option("--height <H>", "of the lattice in plain text", parseInteger)
  .action(async (input: string, options: ConvertOptions) => {
    console.log(await convertPath(input, options));
  });
