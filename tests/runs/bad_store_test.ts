import assert from "node:assert/strict";
import { join } from "node:path";
import { FormatError, UnavailableError } from "../../lib/errors.ts";
import { openRunStore } from "../../lib/runs/mod.ts";
import { withFolder } from "./child.ts";

/** One line that begins like this, of a class whose message the user sees as it stands. */
const oneLine =
  (Class: typeof FormatError | typeof UnavailableError, message: RegExp) => (error: Error) => {
    assert.ok(error instanceof Class, String(error));
    assert.match(error.message, message);
    assert.doesNotMatch(error.message, /\n/);
    return true;
  };

Deno.test("a file that is no store of runs is refused in one line and left as it was", () =>
  withFolder(async (folder) => {
    for (const name of ["runs.kv", "runs.jsonl"]) {
      for (const text of ["x", "garbage ".repeat(1000), '{"json": true}\n']) {
        const path = join(folder, name);
        await Deno.writeTextFile(path, text);
        await assert.rejects(
          openRunStore(path),
          oneLine(FormatError, /^Cannot use .* as a store of runs: it (is|holds) no/),
        );
        assert.equal(await Deno.readTextFile(path), text);
      }
    }
  }));

Deno.test("a folder, or a path below a file, is refused as a store of runs in one line", () =>
  withFolder(async (folder) => {
    for (const name of ["runs.kv", "runs.jsonl"]) {
      const path = join(folder, name);
      await Deno.mkdir(path);
      await assert.rejects(openRunStore(path), oneLine(UnavailableError, /is a folder/));
      await Deno.writeTextFile(join(folder, "file"), "");
      await assert.rejects(
        openRunStore(join(folder, "file", name)),
        oneLine(UnavailableError, /file has its name/),
      );
      await assert.rejects(
        openRunStore(join(folder, "file", "deep", name)),
        oneLine(UnavailableError, /not a folder/),
      );
    }
  }));

Deno.test("a truncated Deno KV file is refused in one line", () =>
  withFolder(async (folder) => {
    const path = join(folder, "runs.kv");
    {
      using store = await openRunStore(path);
      for (let i = 0; i < 20; i++) {
        const run = await store.begin({ verb: "x", config: { note: "n".repeat(5000) } });
        await run.finish();
      }
    }
    const bytes = await Deno.readFile(path);
    await Deno.writeFile(path, bytes.subarray(0, 10_000));
    const useIt = async () => {
      using store = await openRunStore(path);
      await store.list();
    };
    await assert.rejects(useIt, oneLine(FormatError, /no Deno KV file, or it is damaged/));
  }));
