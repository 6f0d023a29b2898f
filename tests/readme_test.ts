import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import config from "../deno.json" with { type: "json" };
import { encodeNpy, makeEigensolver, openRunStore } from "../mod.ts";
import { inTemporaryFolder } from "./cli/nearsight.ts";
import { PYTHON, pythonHas } from "./io/python.ts";
import { blocksOf, commandsOf, PAGES, ROOT } from "./pages.ts";
import { shortened } from "./shortened.ts";

const TORCH = pythonHas("torch");
const WITHOUT = TORCH ? "" : ` (what needs PyTorch skipped: ${PYTHON} has no torch)`;

/** Configurations that the commands take from the folder in which they are typed. */
async function provideInputs(folder: string): Promise<void> {
  // Wide enough for the receptive fields of networks.
  const data = Float64Array.from({ length: 256 }, (_, i) => 5 * Math.sin(i * i));
  const bytes = encodeNpy({ dtype: "<f8", shape: [16, 16], data });
  await Deno.writeFile(join(folder, "Q.npy"), bytes);
  const json = JSON.stringify({ width: 16, height: 16, Q: [...data] });
  await Deno.writeTextFile(join(folder, "Q.json"), json);
}

/** Runs a command as it would be typed in `folder`, with the project's files at hand. */
async function run(command: string, folder: string): Promise<void> {
  const words = command.split(/\s+/).map((word) => word.replace(/^"(.*)"$/, "$1"));
  if (words.includes("ID")) words[words.indexOf("ID")] = await latestRun(folder);
  if (words[0] === "python3") {
    return await runProgram(PYTHON, [join(ROOT, words[1]), ...words.slice(2)], folder);
  }
  assert.deepEqual(words.slice(0, 2), ["deno", "task"], command);
  const args = ["task", "--config", join(ROOT, "deno.json"), ...words.slice(2)];
  await runProgram(Deno.execPath(), args, folder);
}

async function runProgram(program: string, args: readonly string[], folder: string): Promise<void> {
  const { code, stderr } = await new Deno.Command(program, {
    args: [...args],
    cwd: folder,
    env: {
      // Deno keeps the folder of an outer task, such as the one that runs this test.
      INIT_CWD: folder,
      PYTHONPATH: join(ROOT, "docs", "pytorch"),
      PYTHONDONTWRITEBYTECODE: "1",
    },
    stdin: "null",
  }).output();
  assert.equal(code, 0, `${args.join(" ")}\n${new TextDecoder().decode(stderr)}`);
}

Deno.test(`every command of README and docs runs, in order, in a user's folder${WITHOUT}`, async (t) => {
  await inTemporaryFolder(async (folder) => {
    await provideInputs(folder);
    const lapack = lapackInstalled();
    // What stood on an earlier page has left its files: it is not run again.
    const done = new Set<string>();
    for (const page of PAGES) {
      await t.step(page.path, async () => {
        const commands = commandsOf(page).map((text) =>
          text.replace(/^npx --yes deno@2\.9\.6/, "deno")
        );
        const scripts = blocksOf(page, "python");
        for (const command of commands) {
          // A script stands before the commands that take what it writes.
          const script = scripts.find((text) => usesOutputOf(text, command));
          if (script !== undefined && TORCH && !done.has(script)) {
            await runProgram(PYTHON, ["-c", script], folder);
            done.add(script);
          }
          const short = shortened(command);
          if (short === undefined || done.has(command)) continue;
          if (command.includes("task lapack") && !lapack) continue;
          if (!TORCH && /^python3|trained\.safetensors|own\.safetensors/.test(command)) continue;
          await run(short, folder);
          done.add(command);
        }
        assert.ok(!TORCH || scripts.every((script) => done.has(script)), "a script has not run");
      });
    }
    assert.ok(done.size > 30, `${done.size}`);
  });
});

/** Whether a command takes a file that a script saves. */
function usesOutputOf(script: string, command: string): boolean {
  return [...script.matchAll(/save\("([^"]+)"/g)].some(([, file]) => command.includes(` ${file} `));
}

Deno.test("every task that the pages name is there, with Deno's version as CI has it", () => {
  const texts = PAGES.map(({ text }) => text);
  const named = texts.flatMap((text) =>
    [...text.matchAll(/(?:deno|deno@[\d.]+) task ([\w:]+)/g)].map(([, name]) => name)
  );
  assert.ok(named.length > 30);
  for (const name of named) assert.ok(name in config.tasks, name);
  const versions = [...texts, Deno.readTextFileSync(join(ROOT, ".ci/run"))]
    .flatMap((text) => [...text.matchAll(/deno@([\d.]+\d)/g)].map(([, version]) => version));
  assert.deepEqual([...new Set(versions)], ["2.9.6"]);
});

Deno.test("every file and heading that the pages link to is there", () => {
  let count = 0;
  for (const { path, text } of PAGES) {
    for (const [, target] of text.matchAll(/\]\((?!https?:)([^)]+)\)/g)) {
      const [file, heading] = target.split("#");
      const to = file === "" ? path : join(dirname(path), file);
      assert.ok(Deno.statSync(join(ROOT, to)).isFile, `${path}: ${target}`);
      if (heading !== undefined) {
        assert.ok(
          headingsOf(Deno.readTextFileSync(join(ROOT, to))).includes(heading),
          `${path}: ${target}`,
        );
      }
      count++;
    }
  }
  assert.ok(count > 40, `${count}`);
});

/** Anchors of a page's headings, as GitHub makes them. */
function headingsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.*)$/gm)]
    .map(([, title]) =>
      title.toLowerCase().replaceAll(/[^\p{L}\p{N} -]/gu, "").replaceAll(" ", "-")
    );
}

Deno.test("every option that the pages name is one of a verb, of an experiment or of Deno", async () => {
  const known = new Set([...await optionsOfVerbs(), ...optionsOfExperiments()]);
  const deno = /^--(yes|help|allow-\w+|deny-\w+|unstable-kv|doc|quiet|no-prompt|conn|kernel)$/;
  for (const { path, text } of PAGES) {
    for (const [, option] of text.matchAll(/(?<![\w-])(--[a-z][\w-]*)/g)) {
      assert.ok(known.has(option) || deno.test(option), `${path}: there is no ${option}`);
    }
  }
});

async function optionsOfVerbs(): Promise<string[]> {
  const verbs = [...Deno.readDirSync(join(ROOT, "cli", "verbs"))].map(({ name }) => name);
  const commands = await Promise.all(
    verbs.map(async (name) => (await import(`../cli/verbs/${name}`)).command),
  );
  return commands.flatMap((command) => [command, ...command.commands])
    .flatMap(({ options }) => options.map(({ long }: { long: string }) => long));
}

function optionsOfExperiments(): string[] {
  const folder = join(ROOT, "experiments", "shared");
  return [...Deno.readDirSync(folder)]
    .flatMap(({ name }) => [...Deno.readTextFileSync(join(folder, name)).matchAll(/"(--[\w-]+)/g)])
    .map(([, option]) => option);
}

async function latestRun(folder: string): Promise<string> {
  using store = await openRunStore(join(folder, "runs", "records.db"));
  return (await store.list({ limit: 1 }))[0].id;
}

function lapackInstalled(): boolean {
  try {
    makeEigensolver("lapack").close();
    return true;
  } catch {
    return false;
  }
}
