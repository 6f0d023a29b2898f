/**
 * Runs benchmarks by name, all of them without one.
 *
 *     deno task bench --list
 *     deno task bench [NAME ...]
 */

/** What the module of a benchmark offers. */
export interface Bench {
  /** Runs it at its usual sizes and prints what it found. */
  run(): Promise<void>;
}

/** A benchmark, loaded when it is asked for. */
export interface BenchEntry {
  /** What it compares with what. */
  readonly about: string;
  load(): Promise<Bench>;
}

/** The benchmarks by name: that of x_bench.ts, with hyphens. */
export const BENCHES: Readonly<Record<string, BenchEntry>> = {
  eigensolver: {
    about: "forces by exact diagonalization: wasm, LAPACK and bare dsyevd",
    load: () => import("./eigensolver_bench.ts"),
  },
  "selected-inversion": {
    about: "selected inversion against LAPACK; one and two workers for one configuration",
    load: () => import("./selected_inversion_bench.ts"),
  },
  throughput: {
    about: "many configurations on one worker and on two",
    load: () => import("./throughput_bench.ts"),
  },
  cavity: {
    about: "the approximate methods cavity and window against exact forces: time and error",
    load: () => import("./cavity_bench.ts"),
  },
  "device-steps": {
    about: "Langevin steps with GNNs on a GPU, and step by step on the processor",
    load: () => import("./device_steps_bench.ts"),
  },
  descriptor: {
    about: "features of all sites: wasm kernel against its plain twin",
    load: () => import("./descriptor_bench.ts"),
  },
  "langevin-step": {
    about: "steps of 200×200 quenches with GNNs: ours and PyTorch, the paper's network beside",
    load: () => import("./langevin_step_bench.ts"),
  },
  "langevin-parts": {
    about: "where the time of a quench goes: threads, sizes, what is no force, exact forces, peak",
    load: () => import("./langevin_parts_bench.ts"),
  },
  "training-step": {
    about: "training steps of networks: our kernel, stock TensorFlow.js and PyTorch",
    load: () => import("./training_step_bench.ts"),
  },
};

function list(): string {
  const width = Math.max(...Object.keys(BENCHES).map((name) => name.length));
  return Object.entries(BENCHES)
    .map(([name, { about }]) => `${name.padEnd(width)}  ${about}`).join("\n");
}

async function main(args: readonly string[]): Promise<number> {
  if (args.includes("--list") || args.includes("--help")) {
    console.log(list());
    return 0;
  }
  const unknown = args.find((name) => !Object.hasOwn(BENCHES, name));
  if (unknown !== undefined) {
    console.error(
      `Unknown benchmark "${unknown}": accepted are ${Object.keys(BENCHES).join(", ")}`,
    );
    return 1;
  }
  for (const name of args.length > 0 ? args : Object.keys(BENCHES)) {
    console.log(`# ${name}: ${BENCHES[name].about}`);
    await (await BENCHES[name].load()).run();
  }
  return 0;
}

if (import.meta.main) Deno.exit(await main(Deno.args));
