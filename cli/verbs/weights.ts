import { Command, Option } from "../shared/commander.ts";
import { describeErrors } from "../shared/describe_errors.ts";
import { importNetwork, type ImportOptions } from "../shared/import_network.ts";
import { weightsNamed } from "../shared/network_options.ts";
import { parseNumber } from "../shared/number_options.ts";
import { userPath } from "../shared/user_path.ts";
import {
  jsonText,
  latticeOf,
  loadWeights,
  networkSha256,
  parameterCount,
  ParameterError,
  PRESETS,
  receptiveFieldRadius,
  type ShippedWeights,
  shippedWeights,
  textTable,
  writeNetwork,
} from "../../mod.ts";

/** `nearsight weights`: the weights of networks, shipped and in files. */
export const command = new Command("weights")
  .description("Weights of networks: those that are shipped, and files of weights.");

command.addCommand(
  new Command("list")
    .description("The weights that are shipped; for each method and T/t the default first.")
    .option("--json", "as JSON", false)
    .action(async ({ json }: { readonly json: boolean }) => {
      const all = await shippedWeights();
      const headings = ["weights", "model", "target", "lattice", "T/t", "parameters", "errors"];
      if (json) return console.log(jsonText(all).trimEnd());
      console.log(textTable(headings, all.map(row)));
      console.error(
        "errors: root mean squares over what each training's own data held out, which other data do " +
          "not share; docs/accuracy.md has those of one set for all",
      );
    }),
);

command.addCommand(
  new Command("show")
    .description("What weights are, what they were trained for and how, as JSON.")
    .argument("<name|file>", "shipped weights, or a .safetensors or .json file")
    .action(async (name: string) => {
      const reference = weightsNamed(name);
      const network = await loadWeights(reference);
      const { architecture } = network;
      console.log(
        jsonText({
          ...reference,
          ...network,
          parameters: parameterCount(architecture),
          receptiveFieldWidth: 2 * receptiveFieldRadius(architecture) + 1,
          sha256: networkSha256(network),
        }).trimEnd(),
      );
    }),
);

command.addCommand(
  new Command("export")
    .description("Writes weights to a file, for PyTorch and others (.safetensors) or as .json.")
    .argument("<name|file>", "shipped weights, or a .safetensors or .json file")
    .requiredOption("--output <file>", "where to, .safetensors or .json", userPath)
    .action(async (name: string, { output }: { readonly output: string }) => {
      requireWeightsFile(output);
      await writeNetwork(output, await loadWeights(weightsNamed(name)));
    }),
);

command.addCommand(
  new Command("import")
    .description(
      "Takes weights made elsewhere, with the names and shapes of this library (matrices [out, in], " +
        "as in PyTorch), and writes a file that says what it needs to say.\n\n" +
        "What the file says itself need not be given: the architecture, by --model and --preset or " +
        "by --architecture, and the temperature that it was trained at.",
    )
    .argument("<file>", "the weights, .safetensors", userPath)
    .requiredOption("--output <file>", "where to, .safetensors or .json", userPath)
    .option("--model <name>", "kind of network: mlp, gnn or energy-gnn")
    .option("--preset <name>", "preset of the architecture of that kind (default: its first)")
    .option("--architecture <file>", "the architecture as .json", userPath)
    .option("--temperature <T>", "T/t that it was trained at", parseNumber)
    .option("--lattice <kind>", "geometry that it was trained for (default: square)")
    .addOption(
      new Option("--constants <name>", "constants it was trained at, if it predicts whole forces")
        .choices(Object.keys(PRESETS)),
    )
    .action(async (file: string, options: ImportOptions) => {
      requireWeightsFile(options.output);
      await writeNetwork(options.output, await importNetwork(file, options));
    }),
);

function requireWeightsFile(output: string): void {
  if (!/\.(safetensors|json)$/.test(output)) {
    throw new ParameterError(`Cannot write ${output}: weights are a .safetensors or a .json file`);
  }
}

function row({ name, architecture, parameters, conditions, provenance }: ShippedWeights): string[] {
  const { model, target } = architecture;
  const errors = provenance.errors === undefined ? "not stated" : describeErrors(provenance.errors);
  const lattice = latticeOf({ conditions });
  return [name, model, target, lattice, String(conditions.temperature), String(parameters), errors];
}
