/**
 * The command line: `deno task VERB`, or `deno run -P=VERB cli/main.ts VERB …`. Each verb is a file
 * in `verbs/`, loaded when it is called.
 */

import { Command } from "./shared/commander.ts";
import { runProgram } from "./shared/run_program.ts";
import { VERSION } from "../mod.ts";

/** A verb's file exports its command, ready but for its place under the program. */
interface VerbModule {
  readonly command: Command;
}

const VERBS: Readonly<Record<string, { summary: string; load: () => Promise<VerbModule> }>> = {
  quench: {
    summary: "run a thermal quench and draw its figures",
    load: () => import("./verbs/quench.ts"),
  },
  forces: {
    summary: "forces, densities and energies of one configuration",
    load: () => import("./verbs/forces.ts"),
  },
  analyze: {
    summary: "phase-ordering analysis of one run or of an ensemble",
    load: () => import("./verbs/analyze.ts"),
  },
  merge: {
    summary: "statistics of the finished trajectories of ensembles",
    load: () => import("./verbs/merge.ts"),
  },
  dataset: {
    summary: "make or import labelled configurations to train on, or show what a set holds",
    load: () => import("./verbs/dataset.ts"),
  },
  train: {
    summary: "train a network on data sets",
    load: () => import("./verbs/train.ts"),
  },
  weights: {
    summary: "list, show, export or import the weights of networks",
    load: () => import("./verbs/weights.ts"),
  },
  evaluate: {
    summary: "errors of a network on a data set",
    load: () => import("./verbs/evaluate.ts"),
  },
  runs: {
    summary: "list, show, compare, trace or export the records of runs",
    load: () => import("./verbs/runs.ts"),
  },
  convert: {
    summary: "frames, configurations, tables and weights from one kind of file to another",
    load: () => import("./verbs/convert.ts"),
  },
};

async function main(args: readonly string[]): Promise<number> {
  const program = new Command("nearsight")
    .description("Machine-learned force fields of lattice Hamiltonians.")
    .version(VERSION)
    .configureHelp({ showGlobalOptions: false });
  for (const [name, { summary, load }] of Object.entries(VERBS)) {
    program.addCommand(
      args[0] === name ? (await load()).command : new Command(name).description(summary),
    );
  }
  return await runProgram(program, args);
}

if (import.meta.main) Deno.exit(await main(Deno.args) || Deno.exitCode);
