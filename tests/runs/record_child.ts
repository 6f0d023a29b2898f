/**
 * A process of its own that records runs, for tests of several at once:
 * `record_child.ts STORE many COUNT` records COUNT short runs; `record_child.ts STORE rows COUNT` one
 * run of COUNT rows of metrics, written as they gather; `record_child.ts STORE hang` begins one, prints
 * its id and waits to be killed; `record_child.ts STORE notice` opens the store, records one run and
 * prints the notice.
 */
import { fileURLToPath } from "node:url";
import { openRunStore, recordRun } from "../../lib/runs/mod.ts";

const [path, task, count] = Deno.args;
const script = fileURLToPath(import.meta.url);
const print = (text: string) => Deno.stdout.writeSync(new TextEncoder().encode(`${text}\n`));

try {
  using store = await openRunStore(path, { notice: print });
  if (task === "hang") {
    const run = await store.begin({ verb: "hang", config: {} });
    run.metrics(7, { loss: 0.5 });
    await run.flush();
    print(run.id);
    await new Promise((resolve) => setTimeout(resolve, 60_000));
  } else if (task === "rows") {
    await recordRun(store, { verb: "rows", config: {}, seed: Deno.pid }, async (run) => {
      for (let step = 0; step < Number(count); step++) {
        run.metrics(step, { square: step * step, pid: Deno.pid });
        if (step % 100 === 0) run.flush().catch(() => {});
        if (step % 500 === 0) await run.artifact(script, `artifact ${step}`, "c".repeat(64));
      }
    });
  } else {
    for (let i = 0; i < Number(count ?? 1); i++) {
      await recordRun(store, { verb: "short", config: { i }, seed: Deno.pid }, async (run) => {
        for (let step = 0; step < 5; step++) {
          run.metrics(step, { loss: 1 / (step + 1), i });
          await run.flush();
        }
      });
    }
  }
} catch (error) {
  print((error as Error).message);
}
