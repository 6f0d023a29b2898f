import assert from "node:assert/strict";
import { join } from "node:path";
import { encodeNpy, type NpyArray } from "../../mod.ts";
import { type BadCall, requireRefused } from "./bad_calls.ts";
import { inTemporaryFolder, nearsight } from "./nearsight.ts";

const FIELD = Float64Array.from({ length: 24 }, (_, i) => Math.sin(i));

function npy(array: NpyArray): Uint8Array {
  return encodeNpy(array);
}

/** npy bytes of 6×4 zeros whose header says something else; the lengths stay as they are. */
function npyWithHeader(change: (header: string) => string): Uint8Array {
  const bytes = npy({ dtype: "<f8", shape: [4, 6], data: FIELD });
  const header = new TextDecoder("latin1").decode(bytes.subarray(10, 128));
  const changed = change(header).trimEnd().padEnd(header.length - 1) + "\n";
  bytes.set(new TextEncoder().encode(changed), 10);
  return bytes;
}

const INPUTS: Readonly<Record<string, Uint8Array | string>> = {
  "good.npy": npy({ dtype: "<f8", shape: [4, 6], data: FIELD }),
  "nan.npy": npy({ dtype: "<f8", shape: [4, 6], data: FIELD.map((q, i) => i === 7 ? NaN : q) }),
  "flat.npy": npy({ dtype: "<f8", shape: [24], data: FIELD }),
  "odd.npy": npy({ dtype: "<f8", shape: [4, 5], data: FIELD.slice(0, 20) }),
  "bools.npy": npy({ dtype: "|b1", shape: [4, 6], data: new Uint8Array(24) }),
  "half.npy": npyWithHeader((h) => h.replace("<f8", "<f2")),
  "frame.dat": "0.5\t1\t0.5\n".repeat(24),
  "ragged.txt": "# Q F n\n1 2 3\n1 2\n",
  "truncated.npy": npy({ dtype: "<f8", shape: [4, 6], data: FIELD }).subarray(0, 200),
  "not-npy.npy": "hello",
  "nan.json": `{"width": 4, "height": 4, "Q": [${"1, ".repeat(15)}null]}`,
  "Q.json": `{"width": 4, "height": 4, "Q": [${"1, ".repeat(15)}1]}`,
  "short.json": `{"width": 4, "height": 4, "Q": [1, 2, 3]}`,
  "no-size.json": `{"Q": [1, 2, 3]}`,
  "not-json.json": `{"width": 4,`,
  "garbage.db": "this is no key-value store, and long enough to be taken for one".repeat(200),
};

function badForces(folder: string): BadCall[] {
  const forces = (title: string, input: string, says: RegExp, ...more: string[]): BadCall => ({
    title,
    args: [
      ...["forces", "--input", join(folder, input)],
      ...["--output", join(folder, "out.json"), ...more],
    ],
    says,
  });
  return [
    forces("a missing input", "none.npy", /none\.npy.*no such file/),
    forces("NaN in an npy", "nan.npy", /nan\.npy.*(NaN|finite)/),
    forces("an npy of one dimension", "flat.npy", /shape \[height, width\], not \[24\]/),
    forces("an odd side", "odd.npy", /width 5.*even integer/),
    forces("truth values", "bools.npy", /numbers, not \|b1.*astype/),
    forces("half precision", "half.npy", /element type is <f2.*astype\(np\.float64\)/),
    forces("sides of an npy", "good.npy", /width or height for .*good\.npy/, "--width", "6"),
    forces("text of 24 sites, no sides", "frame.dat", /24 sites, no square/),
    forces("text with a line that is short", "ragged.txt", /line 3 has 2 columns.*3/),
    forces("a truncated npy", "truncated.npy", /truncated\.npy/),
    forces("an npy that is none", "not-npy.npy", /not-npy\.npy/),
    forces("null in a JSON", "nan.json", /Q\[15\].*finite number, not null/),
    forces("too few values in a JSON", "short.json", /Q has 3 values.*16/),
    forces("a JSON without sides", "no-size.json", /width must be a positive integer/),
    forces("a JSON that is none", "not-json.json", /not JSON/),
    forces("an unknown option", "good.npy", /unknown option '--frobnicate'/, "--frobnicate"),
    forces("a mistyped option", "good.npy", /unknown option '--temprature'/, "--temprature", "1"),
    forces("an unknown preset", "good.npy", /preset.*reference, paper/, "--preset", "none"),
    forces("an unknown method", "good.npy", /method.*exact, ed/, "--method", "magic"),
    forces("an unknown ensemble", "good.npy", /ensemble.*canonical/, "--ensemble", "micro"),
    forces("an unknown lattice", "good.npy", /lattice "kagome".*square/, "--lattice", "kagome"),
    forces("a negative temperature", "good.npy", /temperature.*-0\.1/, "--temperature=-0.1"),
    forces("zero temperature", "good.npy", /temperature.*0/, "--temperature", "0"),
    forces("a word for a number", "good.npy", /"warm" is not a number/, "--temperature", "warm"),
    forces("an unbounded lattice", "good.npy", /k must exceed 4\|kappa\|/, "--kappa", "0.25"),
    forces("a negative spring", "good.npy", /k must be a positive number/, "--k=-1"),
    forces("no workers", "good.npy", /workers must be a positive integer/, "--workers", "0"),
    forces(
      "LAPACK without the right to load it",
      "good.npy",
      /--allow-ffi/,
      ...["--method", "ed", "--eigensolver", "lapack"],
    ),
    {
      ...forces(
        "a LAPACK library that is not there",
        "good.npy",
        /libnone\.so/,
        ...["--method", "ed", "--eigensolver", "lapack"],
        ...["--lapack-library", join(folder, "libnone.so")],
      ),
      set: "lapack",
    },
    forces(
      "an eigensolver of no use",
      "good.npy",
      /of the method ed.*exact/,
      "--eigensolver",
      "wasm",
    ),
    forces(
      "a LAPACK library of no use",
      "good.npy",
      /--eigensolver lapack/,
      ...["--method", "ed", "--lapack-library", join(folder, "libnone.so")],
    ),
    forces(
      "μ of fixed electrons",
      "good.npy",
      /finds its own/,
      ...["--ensemble", "canonical", "--chemical-potential", "1"],
    ),
    {
      title: "an output in the input's place",
      args: ["forces", "--input", join(folder, "good.npy"), "--output", join(folder, "good.npy")],
      says: /good\.npy: that would replace the input/,
    },
    {
      title: "an output whose second file is the input",
      args: ["forces", "--input", join(folder, "Q.json"), "--output", join(folder, "Q.npy")],
      says: /replace the input .*Q\.json/,
    },
    {
      title: "an output of unknown kind",
      args: ["forces", "--input", join(folder, "good.npy"), "--output", join(folder, "out.txt")],
      says: /out\.txt.*\.npy or a \.json/,
    },
    {
      title: "an output in a folder that is not there",
      args: [
        ...["forces", "--input", join(folder, "good.npy")],
        ...["--output", join(folder, "none", "out.npy")],
      ],
      says: /none\/out\.npy.*no folder/,
    },
    { title: "no input", args: ["forces"], says: /required option '--input/ },
  ];
}

function badRuns(folder: string): BadCall[] {
  const records = ["--records", join(folder, "records.jsonl")];
  const quench = (title: string, says: RegExp, ...more: string[]): BadCall => ({
    title,
    args: ["quench", "--output", join(folder, "run"), "--steps", "10", ...records, ...more],
    says,
  });
  return [
    quench("an odd lattice", /width 5.*even integer/, "--size", "5"),
    quench("a lattice too small", /width 2.*at least 4/, "--size", "2"),
    quench("a size that is none", /"big" is not a size/, "--size", "big"),
    quench("a lattice too large for memory", /20000.*fit in memory/, "--size", "20000"),
    quench(
      "a lattice too large for exact forces",
      /4000×4000.*memory/,
      ...["--size", "4000", "--method", "exact"],
    ),
    quench("a lattice too large for the network's memory", /4090×4090.*4096 MiB/, "--size", "4090"),
    quench(
      "a temperature without weights",
      /T\/t = 0\.12 .*such as window/,
      "--temperature",
      "0.12",
    ),
    quench("a matrix too large", /memory/, "--size", "200", "--method", "ed"),
    quench("no steps", /steps must be a positive integer/, "--steps", "0"),
    quench("half a step", /"1\.5" is not an integer/, "--steps", "1.5"),
    quench("a negative seed", /seed.*-1/, "--size", "20", "--seed=-1"),
    quench("a time step of zero", /time step.*positive.*0/, "--size", "20", "--time-step", "0"),
    quench("an unstable time step", /stability limit/, "--size", "20", "--time-step", "5"),
    quench("negative damping", /damping rate.*-1/, "--size", "20", "--damping-rate=-1"),
    quench("an unknown integrator", /verlet-ou, baoab/, "--integrator", "euler"),
    quench("LAPACK of no use", /of the method ed.*gnn/, "--eigensolver", "lapack"),
    quench("checkpoints before their time", /negative.*-5/, "--checkpoint-seconds=-5"),
    quench(
      "checkpoints of trajectories before their time",
      /negative.*-5/,
      ...["--size", "20", "--trajectories", "2", "--checkpoint-seconds=-5"],
    ),
    quench("frames at no interval", /saveEvery.*0/, "--save-every", "0"),
    quench("a resume of nothing", /holds no run to go on with/, "--resume"),
    quench(
      "a config that is no config",
      /not-json\.json/,
      "--config",
      join(folder, "not-json.json"),
    ),
    {
      title: "a resume without a folder",
      args: ["quench", "--resume", ...records],
      says: /--resume needs --output/,
    },
    {
      title: "records in a file that is no store",
      args: ["quench", "--size", "20", "--steps", "1", "--output", join(folder, "run")]
        .concat("--records", join(folder, "garbage.db")),
      says: /garbage\.db/,
    },
    {
      title: "a list of a file that is no store",
      args: ["runs", "list", "--records", join(folder, "garbage.db")],
      says: /garbage\.db/,
    },
    {
      title: "a run that is not recorded",
      args: ["runs", "show", "nonesuch", ...records],
      says: /nonesuch/,
    },
    {
      title: "an analysis of no run",
      args: ["analyze", join(folder, "none"), "--output", join(folder, "run"), ...records],
      says: /none.*(no such file|no folder)/,
    },
    {
      title: "an analysis of a run without frames",
      args: ["analyze", "docs/quench-200x200", "--output", join(folder, "run"), ...records],
      says: /quench-200x200.*frames.*no such file/,
    },
    {
      title: "half a fit window",
      args: ["analyze", folder, "--fit-from", "1", "--output", join(folder, "run"), ...records],
      says: /both --fit-from and --fit-to/,
    },
    { title: "an unknown verb", args: ["quanch"], says: /unknown command 'quanch'/, set: "forces" },
  ];
}

for (const [kind, badCalls] of Object.entries({ forces: badForces, runs: badRuns })) {
  Deno.test(`every bad call gives one clear line, a non-zero exit and writes nothing (${kind})`, () =>
    inTemporaryFolder(async (folder) => {
      for (const [name, contents] of Object.entries(INPUTS)) {
        const bytes = typeof contents === "string" ? new TextEncoder().encode(contents) : contents;
        await Deno.writeFile(join(folder, name), bytes);
      }
      await requireRefused(folder, badCalls(folder));
    }));
}

Deno.test("an output folder that is write-protected is refused in one line", {
  // Root may write anywhere.
  ignore: Deno.uid() === 0,
}, () =>
  inTemporaryFolder(async (folder) => {
    const locked = join(folder, "locked");
    await Deno.mkdir(locked, { mode: 0o500 });
    const { code, stderr } = await nearsight([
      ...["quench", "--size", "20", "--steps", "1", "--output", join(locked, "run")],
      ...["--records", join(folder, "records.jsonl")],
    ]);
    assert.equal(code, 1);
    assert.match(stderr, /^error: Cannot write .*locked.*\n$/);
  }));

Deno.test("an output whose folder is a file is refused in one line", () =>
  inTemporaryFolder(async (folder) => {
    const file = join(folder, "file");
    await Deno.writeTextFile(file, "");
    const { code, stderr } = await nearsight([
      ...["quench", "--size", "20", "--steps", "1", "--output", join(file, "run")],
      ...["--records", join(folder, "records.jsonl")],
    ]);
    assert.equal(code, 1, stderr);
    assert.match(stderr, /^error: Cannot .*file.*\n$/);
  }));
