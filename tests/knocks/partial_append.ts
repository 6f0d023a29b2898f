/**
 * A process whose files may not grow beyond a limit: `partial_append.ts FILE` adds rows to records of
 * JSON lines, which fails, and prints why, and how many bytes and rows there are before and after.
 */
import { JsonLinesStorage } from "../../lib/runs/json_lines_storage.ts";
import { packRow, type RunOrigin } from "../../lib/runs/run_record.ts";

const [path] = Deno.args;
const storage = await JsonLinesStorage.open(path, undefined);
// What the storage reads of it.
const origin = { id: "20260101-000000000-aaaaaa", verb: "test" } as RunOrigin;
const progress = { status: "running", updatedAt: "2026-01-01T00:00:00Z", timings: {} } as const;
const rows = Array.from(
  { length: 500 },
  (_, step) => JSON.stringify(packRow({ step, values: { x: step } })),
);
const state = async () => ({
  bytes: (await Deno.stat(path)).size,
  rows: (await storage.metrics(origin.id)).length,
});

await storage.create(origin, "{}");
const before = await state();
const message = await storage.update(origin, progress, rows).then(
  () => "",
  (error) => error.message,
);
console.log(JSON.stringify({ message, before, after: await state() }));
