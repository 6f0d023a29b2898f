import { Command, Option } from "../shared/commander.ts";
import { parseInteger } from "../shared/number_options.ts";
import { addRecordOptions, openRecords, type RecordOptions } from "../shared/records.ts";
import { withoutUndefined } from "../shared/model_options.ts";
import { userPath } from "../shared/user_path.ts";
import {
  jsonText,
  packRow,
  RUN_HEADINGS,
  RUN_STATUSES,
  runRow,
  type RunStatus,
  type RunSummary,
  textTable,
  writeJsonAtomic,
} from "../../mod.ts";

interface ListOptions extends RecordOptions {
  readonly verb?: string;
  readonly status?: RunStatus;
  readonly configHash?: string;
  readonly artifact?: string;
  readonly limit?: number;
  readonly json: boolean;
}

/** `nearsight runs`: what has been run, how it went and what it wrote. */
export const command = new Command("runs")
  .description("Records of runs: what was run, with what, on what, how it went, what it wrote.");

command.addCommand(
  addRecordOptions(
    new Command("list")
      .description("The runs, the latest first.")
      .option("--verb <name>", "only this verb")
      .addOption(new Option("--status <name>", "only this status").choices([...RUN_STATUSES]))
      .option("--config-hash <digits>", "only this configuration")
      .option("--artifact <digits>", "only the run that wrote the file of this SHA-256")
      .option("--limit <n>", "at most so many", parseInteger)
      .option("--json", "as JSON", false),
  ).action(async (options: ListOptions) => {
    using store = await openRecords(options);
    const { verb, status, configHash, artifact, limit } = options;
    const runs = await store.list(withoutUndefined({ verb, status, configHash, artifact, limit }));
    if (options.json) console.log(jsonText(runs.map(asJson)).trimEnd());
    else if (runs.length === 0) console.log("no runs");
    else console.log(textTable(RUN_HEADINGS, runs.map(runRow)));
  }),
);

command.addCommand(
  addRecordOptions(
    new Command("show")
      .description("Everything about one run.")
      .argument("<id>", "its id, or the beginning of it"),
  ).action(async (id: string, options: RecordOptions) => {
    using store = await openRecords(options);
    console.log(jsonText(asJson(await store.get(id))).trimEnd());
  }),
);

command.addCommand(
  addRecordOptions(
    new Command("export")
      .description("One run with all its metrics as JSON.")
      .argument("<id>", "its id, or the beginning of it")
      .option("--output <file>", "where to; standard output when left out", userPath),
  ).action(async (id: string, options: RecordOptions & { output?: string }) => {
    using store = await openRecords(options);
    const record = await store.export(id);
    if (options.output === undefined) console.log(jsonText(record).trimEnd());
    else await writeJsonAtomic(options.output, record);
  }),
);

/** A run with the numbers of its last step as JSON can hold them. */
function asJson({ latest, ...run }: RunSummary): object {
  return latest === undefined ? run : { ...run, latest: packRow(latest) };
}
