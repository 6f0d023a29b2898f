import {
  type FitWindow,
  ParameterError,
  recordRun,
  RunDirectory,
  type RunStore,
  sha256File,
} from "../../mod.ts";
import type { Command } from "./commander.ts";
import { parseNumber } from "./number_options.ts";
import { startProgress } from "./progress.ts";
import { addRecordOptions, noteArtifacts, type RecordOptions } from "./records.ts";
import { userPath } from "./user_path.ts";
import type { AnalysisFile } from "./write_analysis.ts";

/** The options of verbs that analyse runs, as commander returns them. */
export interface AnalysisOptions extends RecordOptions {
  readonly output: string;
  readonly fitFrom?: number;
  readonly fitTo?: number;
}

/** Adds the arguments and options of verbs that analyse runs. */
export function addAnalysisOptions(command: Command): Command {
  return addRecordOptions(
    command
      .argument("<runs...>", "folders of runs or of ensembles")
      .requiredOption("--output <dir>", "folder of the tables and figures", userPath)
      .option("--fit-from <t>", "first time of the growth fit, in τ0", parseNumber)
      .option("--fit-to <t>", "last time of the growth fit, in τ0", parseNumber),
  );
}

/** The window of the growth fit that was given. */
export function fitWindowOf({ fitFrom, fitTo }: AnalysisOptions): FitWindow | undefined {
  if (fitFrom === undefined && fitTo === undefined) return undefined;
  if (fitFrom === undefined || fitTo === undefined) {
    throw new ParameterError("A fit window needs both --fit-from and --fit-to");
  }
  return { from: fitFrom, to: fitTo };
}

/** What analyses runs and writes tables and figures into a folder. */
type WriteAnalysis = (
  folders: readonly string[],
  output: string,
  window: FitWindow | undefined,
  onFrame: (done: number, total: number) => void,
) => Promise<{ readonly files: readonly AnalysisFile[]; readonly summary: string }>;

/** Analyses runs under a record of its own, with a display of how far it is, and prints the result. */
export async function recordAnalysis(
  store: RunStore,
  verb: string,
  write: WriteAnalysis,
  { folders, runs, output, window }: {
    readonly folders: readonly string[];
    /** Folders of the runs that are analysed, of all in `folders`. */
    readonly runs: (folders: readonly string[]) => Promise<readonly string[]>;
    readonly output: string;
    readonly window?: FitWindow | undefined;
  },
): Promise<void> {
  const inputs = await inputsOf(await runs(folders));
  const config = { runs: folders, inputs, ...(window ? { window } : {}) };
  await recordRun(store, { verb, config }, async (run) => {
    let progress: ReturnType<typeof startProgress> | undefined;
    try {
      const { files, summary } = await write(folders, output, window, (done, total) => {
        progress ??= startProgress("frames", total);
        progress.update(done);
      });
      await noteArtifacts(run, files);
      progress?.stop();
      progress = undefined;
      console.log(summary);
      console.log(output);
    } finally {
      progress?.stop();
    }
  });
}

/** Runs with the SHA-256 of what they left last, by which their records are found. */
async function inputsOf(runs: readonly string[]): Promise<{ source: string; sha256: string }[]> {
  return await Promise.all(runs.map(async (source) => {
    const { checkpoint, config } = new RunDirectory(source);
    const isThere = await Deno.stat(checkpoint).then(({ isFile }) => isFile, () => false);
    const { sha256 } = await sha256File(isThere ? checkpoint : config);
    return { source, sha256 };
  }));
}
