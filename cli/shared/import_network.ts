import { basename } from "node:path";
import {
  type Architecture,
  type Network,
  networkPresetNamed,
  ParameterError,
  presetNamed,
  readJson,
  readNetwork,
  sha256File,
  validateArchitecture,
  validateConditions,
} from "../../mod.ts";
import { withoutUndefined } from "./model_options.ts";

/** The options of `weights import`, as commander returns them. */
export interface ImportOptions {
  readonly output: string;
  readonly model?: string;
  readonly preset?: string;
  readonly architecture?: string;
  readonly temperature?: number;
  readonly lattice?: string;
  readonly constants?: string;
}

/** The network in a file made elsewhere, with what the options say of it. */
export async function importNetwork(file: string, options: ImportOptions): Promise<Network> {
  const { temperature, lattice, constants } = options;
  const model = constants === undefined ? undefined : presetNamed(constants).model;
  if (temperature === undefined && (model ?? lattice) !== undefined) {
    const option = model === undefined ? "--lattice" : "--constants";
    throw new ParameterError(`${option} needs --temperature: together they are the conditions`);
  }
  const conditions = temperature === undefined
    ? undefined
    : validateConditions(withoutUndefined({ temperature, lattice, model }));
  const architecture = await architectureOf(options);
  const network = await readNetwork(file, withoutUndefined({ architecture, conditions }));
  const { sha256 } = await sha256File(file);
  const imported = { file: basename(file), sha256 };
  return { ...network, provenance: { ...network.provenance, imported } };
}

async function architectureOf(
  { model, preset, architecture }: ImportOptions,
): Promise<Architecture | undefined> {
  if (architecture !== undefined) {
    if (model === undefined && preset === undefined) {
      return validateArchitecture(await readJson(architecture));
    }
    throw new ParameterError("Give --architecture, or --model and --preset, not both");
  }
  if (model !== undefined) return networkPresetNamed(model, preset).architecture;
  if (preset !== undefined) throw new ParameterError("--preset needs --model, the kind of network");
  return undefined;
}
