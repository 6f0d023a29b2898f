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

/**
 * Runs a script that imports `mod.ts` by URL, from a folder that knows nothing of the project, and
 * returns what it printed.
 *
 * @param cache Deno's folder of downloads, empty at first: what is missing is fetched
 */
async function runByUrl(
  { folder, cache, port }: { folder: string; cache: string | undefined; port: number },
  code: string,
  permissions: readonly string[],
): Promise<string> {
  const script = join(folder, "script.ts");
  await Deno.writeTextFile(script, code.replaceAll("MOD", `http://127.0.0.1:${port}/mod.ts`));
  const { code: status, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", `--allow-import=127.0.0.1:${port}`, ...permissions, script],
    cwd: folder,
    env: { NO_COLOR: "1", ...(cache !== undefined && { DENO_DIR: cache }) },
  }).output();
  assert.equal(status, 0, new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout).trim();
}

/** Whether npm's registry answers; without it the downloads of this machine have to do. */
async function registryAnswers(folder: string): Promise<boolean> {
  const { success } = await new Deno.Command(Deno.execPath(), {
    args: ["cache", "--no-config", "npm:fflate@0.8.3"],
    cwd: folder,
    env: { DENO_DIR: join(folder, "probe") },
    ...{ stdout: "null", stderr: "null" },
  }).output();
  return success;
}

/** Names of the npm packages in Deno's folder of downloads. */
async function packagesIn(cache: string): Promise<string[]> {
  const names: string[] = [];
  for await (const registry of Deno.readDir(join(cache, "npm"))) {
    if (!registry.isDirectory) continue;
    for await (const { name } of Deno.readDir(join(cache, "npm", registry.name))) names.push(name);
  }
  return names;
}

Deno.test("mod.ts works when it is imported by URL, from an empty folder without our deno.json", async (t) => {
  const server = serveProject();
  const { port } = server.addr;
  await inTemporaryFolder((cold) =>
    inTemporaryFolder(async (folder) => {
      const online = await registryAnswers(cold);
      const cache = online ? join(cold, "downloads") : undefined;
      const here = { folder, cache, port };
      const from = online ? "from nothing downloaded" : "npm out of reach: from what is downloaded";
      await t.step(`forces by both methods need no permission but import, ${from}`, async () => {
        const printed = await runByUrl(
          here,
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
            here,
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

      await t.step("figures need no permission but import", async () => {
        const printed = await runByUrl(
          here,
          `import { drawCurves } from "MOD";
         const [x, y] = [{ label: "*r*" }, { label: "*C*" }];
         console.log(drawCurves([{ x, y, curves: [{ label: "C", x: [0, 1, 2], y: [1, 0.4, 0.1] }] }]));`,
          [],
        );
        assert.match(printed, /^(<\?xml[^>]*>\s*)?<svg[\s\S]*<\/svg>$/);
      });

      await t.step(
        "TensorFlow.js, 300 MB, is fetched by what uses it, and not by these",
        async () => {
          const fetched = cache === undefined ? [] : await packagesIn(cache);
          assert.ok(!online || fetched.includes("fflate"), `${fetched}`);
          assert.deepEqual(fetched.filter((name) => /tensorflow|assemblyscript/.test(name)), []);
        },
      );

      await t.step("a quench and its analysis need to read and write one folder", async () => {
        const printed = await runByUrl(
          here,
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
          here,
          `import { openRunStore, recordRun } from "MOD";
         using store = await openRunStore("records.db", { notice: (line) => console.log(line) });
         await recordRun(store, { verb: "test", config: {} }, () => {});
         console.log((await store.list())[0].status);`,
          ["--allow-read=.", "--allow-write=."],
        );
        assert.match(printed, /not switched on[^\n]*\nfinished$/);
      });
    })
  );
  await server.shutdown();
});
