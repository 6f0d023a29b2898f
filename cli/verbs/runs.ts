import { Command, Option } from "../shared/commander.ts";
import { comparisonJson, describeComparison } from "../shared/describe_comparison.ts";
import { describeTrace, traceFile, traceJson } from "../shared/describe_trace.ts";
import { exportRuns, type ExportRunsOptions } from "../shared/export_runs.ts";
import { parseInteger } from "../shared/number_options.ts";
import { addRecordOptions, openRecords, type RecordOptions } from "../shared/records.ts";
import { addRunFilters, runFilterOf, type RunFilterOptions } from "../shared/run_filters.ts";
import { recordJson } from "../shared/run_json.ts";
import { textTable } from "../shared/text_table.ts";
import { userPath } from "../shared/user_path.ts";
import { compareRuns, jsonText, type RunSummary } from "../../mod.ts";

interface ListOptions extends RecordOptions, RunFilterOptions {
  readonly json: boolean;
}

interface JsonOptions extends RecordOptions {
  readonly json: boolean;
}

/** `nearsight runs`: what has been run, how it went and what it wrote. */
export const command = new Command("runs")
  .description("Records of runs: what was run, with what, on what, how it went, what it wrote.");

command.addCommand(
  addRecordOptions(
    addRunFilters(new Command("list").description("The runs, the latest first."))
      .option("--limit <n>", "at most so many", parseInteger)
      .option("--json", "as JSON", false),
  ).action(async (options: ListOptions) => {
    using store = await openRecords(options);
    const runs = await store.list(runFilterOf(options));
    if (options.json) console.log(jsonText(runs.map(recordJson)).trimEnd());
    else if (runs.length === 0) console.log("no runs");
    else {
      console.log(textTable(["run", "verb", "status", "started", "seed", "step"], runs.map(row)));
    }
  }),
);

command.addCommand(
  addRecordOptions(
    new Command("show")
      .description("Everything about one run.")
      .argument("<id>", "its id, or the beginning of it"),
  ).action(async (id: string, options: RecordOptions) => {
    using store = await openRecords(options);
    console.log(jsonText(recordJson(await store.get(id))).trimEnd());
  }),
);

command.addCommand(
  addRecordOptions(
    new Command("compare")
      .description(
        "Two runs side by side: in what configuration, versions and machine differ, and their " +
          "metrics of the latest step and timings.",
      )
      .argument("<a>", "id of a run, or the beginning of it")
      .argument("<b>", "id of the other run")
      .option("--json", "as JSON", false),
  ).action(async (a: string, b: string, options: JsonOptions) => {
    using store = await openRecords(options);
    const comparison = compareRuns(await store.get(a), await store.get(b));
    console.log(
      options.json
        ? jsonText(comparisonJson(comparison)).trimEnd()
        : describeComparison(comparison),
    );
  }),
);

command.addCommand(
  addRecordOptions(
    addRunFilters(
      new Command("export")
        .description(
          "One run with all its metrics as JSON, or many as JSON lines: one run a line, in the order " +
            "in which they began.",
        )
        .argument("[id]", "its id, or the beginning of it"),
    )
      .option("--all", "all runs, or those that the filters let through", false)
      .addOption(
        new Option("--format <name>", "of the output (default: json of one run, jsonl of many)")
          .choices(["json", "jsonl"]),
      )
      .option("--output <file>", "where to; standard output when left out", userPath),
  ).action(async (id: string | undefined, options: ExportRunsOptions) => {
    await exportRuns(id, options);
  }),
);

command.addCommand(
  addRecordOptions(
    new Command("trace")
      .description(
        "Where a file comes from: the run that wrote it, by the file's SHA-256, with its " +
          "configuration and seed, the weights, data and trajectories that it read, the runs that " +
          "made these, and so on.",
      )
      .argument(
        "<file>",
        "anything that a run wrote: a figure, a table, weights, a data set",
        userPath,
      )
      .option("--json", "as JSON, with the whole configurations", false),
  ).action(async (file: string, options: JsonOptions) => {
    using store = await openRecords(options);
    const trace = await traceFile(store, file);
    console.log(options.json ? jsonText(traceJson(trace)).trimEnd() : await describeTrace(trace));
  }),
);

function row({ id, verb, status, startedAt, seed, latest }: RunSummary): string[] {
  const started = startedAt.replace("T", " ").replace(/\..*/, "");
  return [id, verb, status, started, String(seed ?? ""), String(latest?.step ?? "")];
}
