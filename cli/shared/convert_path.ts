import { extname } from "node:path";
import { convertConfiguration, tableArrays, tensorArrays } from "./convert_file.ts";
import { convertRun } from "./convert_run.ts";
import { withoutUndefined } from "./model_options.ts";
import { encodeNpz, isFolder, ParameterError, writeBytesAtomic } from "../../mod.ts";

/** The options of `convert`, as commander returns them. */
export interface ConvertOptions {
  readonly output: string;
  readonly every?: number;
  readonly width?: number;
  readonly height?: number;
}

/** Kinds of output of each kind of input; "" is a folder. */
const OUTPUTS: Readonly<Record<string, readonly string[]>> = {
  "": [".npz", ""],
  ".npy": [".npy", ".json", ".dat", ".txt", ".npz"],
  ".json": [".npy", ".json", ".dat", ".txt", ".npz"],
  ".dat": [".npy", ".json", ".dat", ".txt", ".npz"],
  ".txt": [".npy", ".json", ".dat", ".txt", ".npz"],
  ".csv": [".npz"],
  ".safetensors": [".npz"],
};

/** An ending, or "" if the name is a folder's: those may have a dot in them, as in `frames-T0.15`. */
function endingBesideFolders(output: string): string {
  const ending = extname(output);
  return /^\.\d/.test(ending) ? "" : ending;
}

/** Converts one thing to another and says in a line what was made. */
export async function convertPath(input: string, options: ConvertOptions): Promise<string> {
  const { output, every, width, height } = options;
  const ofFolder = await isFolder(input);
  const from = ofFolder ? "" : extname(input);
  const to = ofFolder ? endingBesideFolders(output) : extname(output);
  if (!Object.hasOwn(OUTPUTS, from) || (from === "" && !ofFolder)) {
    throw new ParameterError(
      `Cannot convert ${input}: it is no folder, and no ` +
        `${Object.keys(OUTPUTS).filter((kind) => kind !== "").join(", ")} file`,
    );
  }
  if (!OUTPUTS[from].includes(to)) {
    const accepted = OUTPUTS[from].map((kind) => kind === "" ? "a folder" : kind).join(", ");
    throw new ParameterError(`Cannot convert ${input} to ${output}: accepted are ${accepted}`);
  }
  if (!ofFolder && every !== undefined) {
    throw new ParameterError(`--every is for the folder of a run, and ${input} is a file`);
  }
  const sides = withoutUndefined({ width, height });
  if (![".dat", ".txt"].includes(from) && Object.keys(sides).length > 0) {
    throw new ParameterError(`--width and --height are for plain text, and ${input} is none`);
  }
  if (ofFolder) return await convertRun(input, output, withoutUndefined({ every }));
  if (from !== ".csv" && from !== ".safetensors") {
    return await convertConfiguration(input, output, sides);
  }
  const arrays = await (from === ".csv" ? tableArrays(input) : tensorArrays(input));
  await writeBytesAtomic(output, encodeNpz(arrays));
  return `${output}: ${[...arrays].map(([name, { shape }]) => `${name} [${shape}]`).join(", ")}`;
}
