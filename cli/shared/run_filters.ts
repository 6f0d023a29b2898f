import { type Command, Option } from "./commander.ts";
import { withoutUndefined } from "./model_options.ts";
import { RUN_STATUSES, type RunFilter, type RunStatus } from "../../mod.ts";

/** The options that choose runs, as commander returns them. */
export interface RunFilterOptions {
  readonly verb?: string;
  readonly status?: RunStatus;
  readonly configHash?: string;
  readonly artifact?: string;
  readonly where?: readonly string[];
  readonly limit?: number;
}

/** Adds the options that choose runs. */
export function addRunFilters(command: Command): Command {
  return command
    .option("--verb <name>", "only this verb")
    .addOption(new Option("--status <name>", "only this status").choices([...RUN_STATUSES]))
    .option("--config-hash <digits>", "only this configuration")
    .option("--artifact <digits>", "only the run that wrote the file of this SHA-256")
    .option(
      "--where <condition>",
      "only runs such as config.temperature=0.1, metrics.domainSize>3, seed<=4; = != < <= > >=; may " +
        "be given several times",
      (condition: string, before: readonly string[] = []) => [...before, condition],
    );
}

/** The filter that the options ask for. */
export function runFilterOf(
  { verb, status, configHash, artifact, where, limit }: RunFilterOptions,
): RunFilter {
  return withoutUndefined({ verb, status, configHash, artifact, where, limit });
}
