import assert from "node:assert/strict";
import { join } from "node:path";
import { inTemporaryFolder } from "../cli/nearsight.ts";
import { NO_MOUNTS, withOwnMounts } from "./own_mounts.ts";

const title = "into a folder that is mounted read-only every verb says so in one line";

Deno.test(NO_MOUNTS === undefined ? title : `${title}: ${NO_MOUNTS}`, {
  ignore: NO_MOUNTS !== undefined,
}, () =>
  inTemporaryFolder(async (folder) => {
    const closed = join(folder, "closed");
    await Deno.mkdir(closed);
    const input = join(folder, "Q.json");
    await Deno.writeTextFile(input, JSON.stringify({ width: 4, height: 4, Q: Array(16).fill(0) }));
    const open = ["--records", join(folder, "records.jsonl")];
    const quench = ["quench", "--size", "4", "--method", "exact", "--steps", "2", "--no-figures"];
    const calls: Readonly<Record<string, readonly string[]>> = {
      "a run": [...quench, "--output", join(closed, "run"), ...open],
      records: [...quench, "--output", join(folder, "run"), "--records", join(closed, "r.db")],
      "records in lines": [...quench, "--output", join(folder, "run")]
        .concat("--records", join(closed, "r.jsonl")),
      forces: ["forces", "--input", input, "--output", join(closed, "out.npy")],
      "a data set": ["dataset", "make", "--preset", "smoke", "--sizes", "4", ...open]
        .concat("--output", join(closed, "set.npz")),
    };
    for (const [what, call] of Object.entries(calls)) {
      const script = `closed=$1; shift
        mount --bind "$closed" "$closed" && mount -o remount,bind,ro "$closed" || exit 1
        nearsight "$@" --workers 1 2>&1; echo $?`;
      const printed = await withOwnMounts(script, [closed, ...call]);
      assert.match(printed, /^error: Cannot [^\n]*closed[^\n]*\n1\n$/, what);
      assert.match(printed, /read-only|may not be written/, what);
    }
    assert.deepEqual([...Deno.readDirSync(closed)], []);
    const names = [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
    assert.deepEqual(names.filter((name) => !name.startsWith("records.")), ["Q.json", "closed"]);
  }));
