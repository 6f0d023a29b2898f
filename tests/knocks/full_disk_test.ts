import assert from "node:assert/strict";
import { join } from "node:path";
import { makeLattice, openRunStore, readCheckpoint, writeJsonAtomic } from "../../mod.ts";
import { inTemporaryFolder, nearsight } from "../cli/nearsight.ts";
import { filesOf } from "../quench/run_files.ts";
import { nearsightHere } from "./in_process.ts";
import { inMemoryFolder } from "./memory_folder.ts";
import { NO_MOUNTS, shell, withOwnMounts } from "./own_mounts.ts";

const QUENCH = [
  ...["quench", "--size", "8x6", "--method", "exact", "--steps", "160", "--workers", "1"],
  ...["--save-every", "2", "--observe-every", "2", "--checkpoint-seconds", "0", "--no-figures"],
];

/** The one line of a command that failed, what it told of its progress left out. */
function onlyError(stderr: string): string {
  const lines = stderr.trimEnd().split("\n").filter((line) => !/^[\d,]+\/[\d,]+ /.test(line));
  assert.equal(lines.length, 1, stderr);
  return lines[0];
}

/** Holds that the checkpoint in a run's folder is whole and that nothing half-written lies beside it. */
async function requireIntact(run: string): Promise<number> {
  const names = [...Deno.readDirSync(run), ...Deno.readDirSync(join(run, "frames"))];
  assert.deepEqual(names.filter(({ name }) => /\.tmp$/.test(name)), []);
  const lattice = makeLattice({ kind: "square", width: 8, height: 6 });
  const { state } = await readCheckpoint(join(run, "checkpoint.safetensors"), lattice);
  return state.step;
}

let whole: Promise<Map<string, Uint8Array>> | undefined;

/** The files of the unbroken run. Made once. */
function wholeRun(): Promise<Map<string, Uint8Array>> {
  return whole ??= inMemoryFolder(async (folder) => {
    const [output, records] = [join(folder, "whole"), join(folder, "whole.jsonl")];
    const { code } = await nearsightHere([...QUENCH, "--output", output, "--records", records]);
    assert.equal(code, 0);
    return await filesOf(output);
  });
}

for (const where of ["elsewhere", "on the same disk"]) {
  const title =
    `a quench that meets a full disk stops with one line and resumes to the same bits ` +
    `(records ${where})`;
  Deno.test(NO_MOUNTS === undefined ? title : `${title}: ${NO_MOUNTS}`, {
    ignore: NO_MOUNTS !== undefined,
  }, () =>
    inTemporaryFolder(async (folder) => {
      const disk = join(folder, "disk");
      await Deno.mkdir(disk);
      const records = join(where === "elsewhere" ? folder : disk, "records.db");
      // Room for half of the frames, and for the records where they need any.
      const room = where === "elsewhere" ? "300k" : "600k";
      const script = `
        disk=$1 kept=$2 room=$3; shift 3
        mount -t tmpfs -o size=$room tmpfs "$disk"
        nearsight "$@" 2> "$kept.error"; echo $?
        cp -r "$disk/run" "$kept.full"
        mount -o remount,size=64m "$disk"
        nearsight "$@" --resume 2> "$kept.resumed"; echo $?
        cp -r "$disk/run" "$kept"
        [ ! -e "$disk/records.db" ] || cp -r "$disk"/records.db* "$(dirname "$kept")"`;
      const kept = join(folder, "kept");
      const quench = [...QUENCH, "--output", join(disk, "run"), "--records", records];
      const codes = await withOwnMounts(script, [disk, kept, room, ...quench]);
      const error = onlyError(await Deno.readTextFile(`${kept}.error`));
      assert.match(error, /^error: Cannot write .*disk.*: the disk is full$/);
      const [full, resumed] = codes.match(/^\d+$/gm) ?? [];
      assert.deepEqual([full, resumed], ["1", "0"], await Deno.readTextFile(`${kept}.resumed`));
      const step = await requireIntact(`${kept}.full`);
      assert.ok(step > 0 && step < 160, `stopped at ${step}`);
      assert.deepEqual(await filesOf(kept), await wholeRun());
      using store = await openRunStore(join(folder, "records.db"));
      const statuses = (await store.list()).map(({ status }) => status);
      assert.equal(statuses[0], "finished");
      if (where === "elsewhere") assert.deepEqual(statuses, ["finished", "failed"]);
    }));
}

Deno.test(
  "a quench whose files may grow no longer stops with one line and resumes to the same bits",
  {
    ignore: Deno.build.os === "windows",
  },
  () =>
    inTemporaryFolder(async (folder) => {
      const run = join(folder, "run");
      const quench = [...QUENCH, "--output", run, "--records", join(folder, "records.jsonl")];
      // In blocks of 512 or 1,024 bytes; the signal would end the process before it could tell.
      const script = `trap '' XFSZ; kept=$1; shift
      (ulimit -f 16; nearsight "$@" 2> "$kept"); echo $?`;
      const code = await shell([], script, [join(folder, "error"), ...quench]);
      const error = onlyError(await Deno.readTextFile(join(folder, "error")));
      assert.match(error, /^error: Cannot write .*: the system says: File too large$/);
      assert.match(code, /^1$/m);
      const step = await requireIntact(run);
      assert.ok(step > 0 && step < 160, `stopped at ${step}`);
      const resumed = await nearsight([...quench, "--resume"]);
      assert.equal(resumed.code, 0, resumed.stderr);
      assert.deepEqual(await filesOf(run), await wholeRun());
    }),
);

Deno.test(
  "records in Deno KV that may not grow refuse a quench in one line, and it leaves nothing",
  {
    ignore: Deno.build.os === "windows",
  },
  () =>
    inTemporaryFolder(async (folder) => {
      const script = `trap '' XFSZ; (ulimit -f 16; nearsight "$@" 2>&1); echo $?`;
      const records = ["--records", join(folder, "records.db")];
      const printed = await shell([], script, [
        ...QUENCH,
        "--output",
        join(folder, "run"),
        ...records,
      ]);
      assert.match(
        printed,
        /^error: Cannot use .*records\.db as a store of runs: the disk .*\n1\n$/,
      );
      const names = [...Deno.readDirSync(folder)].map(({ name }) => name);
      assert.ok(!names.includes("run"), names.join());
    }),
);

const filling =
  "records whose disk fills up in the middle of a quench cost it one line, and no bit";

Deno.test(NO_MOUNTS === undefined ? filling : `${filling}: ${NO_MOUNTS}`, {
  ignore: NO_MOUNTS !== undefined,
}, () =>
  inTemporaryFolder(async (folder) => {
    const [disk, run, kept] = ["disk", "run", "error"].map((name) => join(folder, name));
    await Deno.mkdir(disk);
    const script = `
      disk=$1 run=$2 kept=$3; shift 3
      mount -t tmpfs -o size=2m tmpfs "$disk"
      nearsight "$@" --output "$run" --records "$disk/records.db" 2> "$kept" &
      until [ -e "$run/checkpoint.safetensors" ] || ! kill -0 $!; do sleep 0.02; done
      dd if=/dev/zero of="$disk/fill" bs=4k 2> /dev/null
      wait $!; echo $?`;
    const printed = await withOwnMounts(script, [disk, run, kept, ...QUENCH]);
    const error = onlyError(await Deno.readTextFile(kept));
    assert.match(error, /^error: Cannot use .*records\.db as a store of runs: the disk /);
    assert.match(printed, /^finished: 160 steps .*\n.*\n1\n$/);
    assert.deepEqual(await filesOf(run), await wholeRun());
  }));

Deno.test("rows that a file of records has no room for are added as a whole or not at all", {
  ignore: Deno.build.os === "windows",
}, () =>
  inTemporaryFolder(async (folder) => {
    // Room for a tenth of the rows. Where the signal is ignored, writing fails instead.
    const script = `
      trap '' XFSZ; ulimit -f 8
      deno run -q -A tests/knocks/partial_append.ts "$1"`;
    const printed = await shell([], script, [join(folder, "records.jsonl")]);
    const { message, before, after } = JSON.parse(printed);
    assert.match(message, /^Cannot write .*records\.jsonl: /);
    assert.deepEqual(before.rows, 0);
    assert.deepEqual(after, before);
  }));

Deno.test("forces onto a full device, or one that Deno keeps closed, are one line", {
  ignore: Deno.build.os !== "linux",
}, () =>
  inTemporaryFolder(async (folder) => {
    const [input, output] = [join(folder, "Q.json"), join(folder, "out.json")];
    await writeJsonAtomic(input, { width: 4, height: 4, Q: new Float64Array(16) });
    await Deno.symlink("/dev/full", output);
    const forces = ["forces", "--input", input, "--output", output, "--workers", "1"];
    const { code, lines } = await nearsightHere(forces);
    assert.equal(code, 1);
    assert.match(lines.join("\n"), /^error: Cannot write .*out\.json: .* with --allow-all only$/);
    const allowed = await shell([], `deno run -q -A cli/main.ts "$@" 2>&1; echo $?`, forces);
    assert.match(allowed, /^error: Cannot write .*out\.json: the disk is full\n1\n$/);
  }));
