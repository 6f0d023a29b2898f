import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import config from "../deno.json" with { type: "json" };
import { encodeNpy, openRunStore } from "../mod.ts";
import { inTemporaryFolder } from "./cli/nearsight.ts";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const README = Deno.readTextFileSync(join(ROOT, "README.md"));

/** The commands of the README's shell blocks, comments taken off. */
function commands(): string[] {
  return [...README.matchAll(/```sh\n([\s\S]*?)```/g)]
    .flatMap(([, block]) => block.split("\n"))
    .map((line) => line.replace(/\s+#.*$/, "").trim())
    .filter((line) => line !== "");
}

/** The same command on a lattice and over a time that a test can wait for. */
function shortened(command: string): string {
  const early = command.replace("--fit-from 1 --fit-to 10", "--fit-from 0.03 --fit-to 0.1");
  if (command.includes("dataset make")) {
    return command.replace("--preset small", "--preset smoke --sizes 12");
  }
  if (command.includes("task train") && !command.includes("--resume")) {
    return `${command} --epochs 2`;
  }
  if (!command.includes("task quench")) return early;
  return command.includes("--resume")
    ? `${command} --steps 80`
    : `${command} --size 14 --steps 40 --save-every 4`;
}

/** Configurations that the commands take from the folder in which they are typed. */
async function provideInputs(folder: string): Promise<void> {
  // Wide enough for the receptive fields of networks.
  const data = Float64Array.from({ length: 196 }, (_, i) => 5 * Math.sin(i * i));
  const bytes = encodeNpy({ dtype: "<f8", shape: [14, 14], data });
  await Deno.writeFile(join(folder, "Q.npy"), bytes);
  const json = JSON.stringify({ width: 14, height: 14, Q: [...data] });
  await Deno.writeTextFile(join(folder, "Q.json"), json);
}

Deno.test("every command of the README runs, in order, in a user's folder", () =>
  inTemporaryFolder(async (folder) => {
    await provideInputs(folder);
    const lapack = await lapackInstalled();
    for (const command of commands()) {
      // The tests cannot run themselves, benchmarks take minutes, LAPACK may not be there.
      if (/task (test|bench|ok)/.test(command)) continue;
      if (command.includes("task lapack") && !lapack) continue;
      const words = shortened(command.replace(/^npx --yes deno@2\.9\.6/, "deno")).split(/\s+/);
      assert.deepEqual(words.slice(0, 2), ["deno", "task"], command);
      if (words.includes("ID")) words[words.indexOf("ID")] = await latestRun(folder);
      const { code, stderr } = await new Deno.Command(Deno.execPath(), {
        args: ["task", "--config", join(ROOT, "deno.json"), ...words.slice(2)],
        cwd: folder,
        // Deno keeps the folder of an outer task, such as the one that runs this test.
        env: { INIT_CWD: folder },
        stdin: "null",
      }).output();
      assert.equal(code, 0, `${command}\n${new TextDecoder().decode(stderr)}`);
    }
  }));

Deno.test("every task that the README names is there, with Deno's version as CI has it", () => {
  const named = [...README.matchAll(/(?:deno|deno@[\d.]+) task ([\w:]+)/g)].map(([, name]) => name);
  assert.ok(named.length > 10);
  for (const name of named) assert.ok(name in config.tasks || name === "VERB", name);
  const versions = [README, Deno.readTextFileSync(join(ROOT, ".ci/run"))]
    .flatMap((text) => [...text.matchAll(/deno@([\d.]+\d)/g)].map(([, version]) => version));
  assert.deepEqual([...new Set(versions)], ["2.9.6"]);
});

Deno.test("every file that the README links to is there", () => {
  const links = [...README.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, path]) => path);
  assert.ok(links.length > 2);
  for (const path of links) assert.ok(Deno.statSync(join(ROOT, path)).isFile, path);
});

async function latestRun(folder: string): Promise<string> {
  using store = await openRunStore(join(folder, "runs", "records.db"));
  return (await store.list({ limit: 1 }))[0].id;
}

async function lapackInstalled(): Promise<boolean> {
  const { makeEigensolver } = await import("../mod.ts");
  try {
    makeEigensolver("lapack").close();
    return true;
  } catch {
    return false;
  }
}
