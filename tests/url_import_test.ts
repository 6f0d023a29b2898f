import assert from "node:assert/strict";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { inTemporaryFolder } from "./cli/nearsight.ts";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const TYPES: Readonly<Record<string, string>> = {
  ".ts": "application/typescript",
  ".js": "text/javascript",
  ".json": "application/json",
  ".wasm": "application/wasm",
};

/** Serves the project on this machine, as a web server would. */
function serveProject(): Deno.HttpServer<Deno.NetAddr> {
  return Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, async (request) => {
    const path = normalize(new URL(request.url).pathname);
    try {
      const body = await Deno.readFile(join(ROOT, path));
      return new Response(body, {
        headers: { "content-type": TYPES[extname(path)] ?? "text/plain" },
      });
    } catch {
      return new Response("not found", { status: 404 });
    }
  });
}

/** Runs a script that imports `mod.ts` by URL, from a folder that knows nothing of the project. */
async function runByUrl(
  folder: string,
  port: number,
  code: string,
  permissions: readonly string[],
): Promise<string> {
  const script = join(folder, "script.ts");
  await Deno.writeTextFile(script, code.replaceAll("MOD", `http://127.0.0.1:${port}/mod.ts`));
  const { code: status, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", `--allow-import=127.0.0.1:${port}`, ...permissions, script],
    cwd: folder,
    env: { NO_COLOR: "1" },
  }).output();
  assert.equal(status, 0, new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout).trim();
}

Deno.test("mod.ts works when it is imported by URL, without our deno.json", async (t) => {
  const server = serveProject();
  const { port } = server.addr;
  await inTemporaryFolder(async (folder) => {
    await t.step("forces by both methods need no permission but import", async () => {
      const printed = await runByUrl(
        folder,
        port,
        `import { forceFieldSpec, makeForceField } from "MOD";
         const lattice = { kind: "square", width: 6, height: 6 };
         const Q = Float64Array.from({ length: 36 }, (_, i) => Math.sin(i));
         const forces = [];
         for (const method of ["exact", "ed"]) {
           const field = await makeForceField(forceFieldSpec({ lattice, method }));
           forces.push((await field.evaluate(Q)).force);
           field.close();
         }
         console.log(Math.max(...forces[0].map((F, i) => Math.abs(F - forces[1][i]))));`,
        [],
      );
      assert.ok(Number(printed) < 1e-9, printed);
    });

    await t.step(
      "forces by a network with shipped weights need no permission but import",
      async () => {
        const printed = await runByUrl(
          folder,
          port,
          `import { forceFieldSpec, loadShippedWeights, makeForceField, shippedWeights } from "MOD";
         const [{ name }] = await shippedWeights();
         const { architecture, conditions } = await loadShippedWeights(name);
         const lattice = { kind: "square", width: 16, height: 16 };
         const Q = Float64Array.from({ length: 256 }, (_, i) => 5 * Math.sin(i * i));
         const forces = [];
         for (const method of ["exact", architecture.model]) {
           const field = await makeForceField(forceFieldSpec({ lattice, method, ...conditions }));
           forces.push((await field.evaluate(Q)).force);
           field.close();
         }
         const error = forces[0].reduce((sum, F, i) => sum + (F - forces[1][i]) ** 2, 0) / 256;
         console.log(Math.sqrt(error));`,
          [],
        );
        assert.ok(Number(printed) < 0.05, printed);
      },
    );

    await t.step("a quench and its analysis need to read and write one folder", async () => {
      const printed = await runByUrl(
        folder,
        port,
        `import { analyzeEnsemble, fitGrowth, openEnsemble, quenchConfig, quenchFigures, runQuench }
           from "MOD";
         const config = quenchConfig({ width: 8, steps: 40, saveEvery: 10 });
         const { status } = await runQuench(config, "run", { resources: { workers: 2 } });
         const analysis = await analyzeEnsemble(await openEnsemble(["run"]));
         const figures = await quenchFigures(analysis, fitGrowth(analysis.growth));
         console.log(status, figures["domains.svg"].includes("<svg"));`,
        ["--allow-read=run", "--allow-write=run"],
      );
      assert.equal(printed, "finished true");
    });

    await t.step("without Deno KV, records go to lines of JSON", async () => {
      const printed = await runByUrl(
        folder,
        port,
        `import { openRunStore, recordRun } from "MOD";
         using store = await openRunStore("records.db", { notice: (line) => console.log(line) });
         await recordRun(store, { verb: "test", config: {} }, () => {});
         console.log((await store.list())[0].status);`,
        ["--allow-read=.", "--allow-write=."],
      );
      assert.match(printed, /not switched on[^\n]*\nfinished$/);
    });
  });
  await server.shutdown();
});
