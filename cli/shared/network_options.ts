import { type Command, Option } from "./commander.ts";
import { userPath } from "./user_path.ts";
import {
  AUTOMATIC_BACKEND,
  type ForceFieldSpec,
  NETWORK_BACKENDS,
  type WeightsReference,
  weightsReference,
} from "../../mod.ts";

/** The options of methods that are networks, as commander returns them. */
export interface NetworkOptions {
  readonly weights?: string;
  readonly backend?: string;
}

/** Adds the options of methods that are networks. */
export function addNetworkOptions(command: Command): Command {
  return command
    .option(
      "--weights <name|file>",
      "of a network: shipped ones or a file (default: shipped for the method and T/t)",
    )
    .addOption(
      new Option(
        "--backend <name>",
        "what computes a network (default: wasm); auto: webgpu where a GPU can do whole steps",
      ).choices([...NETWORK_BACKENDS, AUTOMATIC_BACKEND]),
    );
}

/** What the user means by weights, paths from where they type. */
export function weightsNamed(text: string): WeightsReference {
  return weightsReference(text, userPath);
}

/** Says, if any sites do, that they lie outside of what the network was trained on. */
export function noteOutsideTraining({ weights }: ForceFieldSpec, share = 0, step?: number): void {
  if (share === 0) return;
  const when = step === undefined ? "" : ` at step ${step}`;
  console.error(
    `note: ${(100 * share).toPrecision(2)} % of the sites${when} lie outside the range that ` +
      `${weights?.source} was trained on`,
  );
}
