import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { sourceFiles } from "./source_files.ts";

/** Folders of lib in the order of the data's way; each may import from those before it. */
const ORDER = [
  "lattice",
  "holstein",
  "electrons",
  "descriptor",
  "networks",
  "forcefields",
  "dynamics",
  "observables",
  "quench",
  "training",
  "figures",
];
/** Folders that any other may import; what each may import itself. */
const LEAVES: Readonly<Record<string, readonly string[]>> = {
  io: [],
  kernels: [],
  parallel: [],
  random: ["kernels"],
  runs: ["io"],
};

const ROOT = fileURLToPath(new URL("../", import.meta.url));

/** Pairs of files of this project, importer first. */
function imports(files: readonly string[]): [string, string][] {
  return files.flatMap((file) => {
    const text = Deno.readTextFileSync(join(ROOT, file));
    const code = text.replaceAll(/^\s*(\*|\/\/).*$/gm, "");
    return [...code.matchAll(/(?:from|import|import\()\s*"(\.[^"]+)"/g)]
      .map(([, target]): [string, string] => [file, join(dirname(file), target)]);
  });
}

function isFolder(path: string): boolean {
  try {
    return Deno.statSync(join(ROOT, path)).isDirectory;
  } catch {
    return false;
  }
}

const roomOf = (file: string) => /^lib\/([^/]+)\//.exec(file)?.[1];

Deno.test("no folder of lib imports from one to its right, and leaves import no other folder", () => {
  const wrong = imports(sourceFiles("lib")).filter(([from, to]) => {
    const [a, b] = [roomOf(from), roomOf(to)];
    if (a === undefined || b === undefined || a === b) return false;
    if (a in LEAVES) return !LEAVES[a].includes(b);
    if (b in LEAVES) return false;
    assert.ok(ORDER.includes(a), `lib/${a} is in no place of the order`);
    assert.ok(ORDER.includes(b), `lib/${b} is in no place of the order`);
    return ORDER.indexOf(a) < ORDER.indexOf(b);
  });
  assert.deepEqual(wrong, []);
});

Deno.test("ARCHITECTURE.md draws this order and these leaves, and has a sentence for every folder", () => {
  const page = Deno.readTextFileSync(join(ROOT, "ARCHITECTURE.md"));
  const drawn = [...page.matchAll(/^ {4}(.*)$/gm)].map(([, line]) => line);
  assert.equal(drawn.slice(0, 2).join(" "), [...ORDER, "cli"].join(" ← "));
  const leaves = Object.entries(LEAVES).map(([leaf, from]) => [leaf, ...from].join(" ← "));
  assert.equal(drawn[3].split(";")[0], leaves.join(", "));
  const described = [...page.matchAll(/^- \*\*`([^`]+)\/`\*\* (.*(?:\n {2}.*)*)/gm)];
  const foldersIn = (path: string) =>
    [...Deno.readDirSync(join(ROOT, path))].filter(({ isDirectory }) => isDirectory)
      .map(({ name }) => name);
  const there = [
    ...foldersIn("lib").map((name) => `lib/${name}`),
    ...foldersIn(".").filter((name) => !/^\.|^(lib|node_modules|runs|coverage)$/.test(name)),
  ];
  assert.deepEqual(described.map(([, folder]) => folder).sort(), there.sort());
  assert.deepEqual(
    foldersIn("lib").sort(),
    [...ORDER, ...Object.keys(LEAVES)].sort(),
  );
  for (const [, folder, text] of described) {
    assert.match(text, /^[^.].*\.$/s, `${folder}: no sentence`);
    for (const [, inside] of text.matchAll(/`([\w/-]+\/)`/g)) {
      const paths = [inside, join(folder, inside)];
      assert.ok(paths.some(isFolder), `${folder}: there is no ${inside}`);
    }
  }
});

Deno.test("no file of lib imports itself over others", () => {
  const edges = new Map<string, string[]>();
  for (const [from, to] of imports(sourceFiles("lib"))) {
    edges.set(from, [...(edges.get(from) ?? []), to]);
  }
  const state = new Map<string, "open" | "done">();
  const visit = (file: string, path: readonly string[]): void => {
    if (state.get(file) === "done") return;
    assert.notEqual(state.get(file), "open", `a cycle: ${[...path, file].join(" → ")}`);
    state.set(file, "open");
    for (const next of edges.get(file) ?? []) visit(next, [...path, file]);
    state.set(file, "done");
  };
  for (const file of edges.keys()) visit(file, []);
});

Deno.test("the command line and the experiments use the library through mod.ts or its folders' mod.ts", () => {
  const outside = imports([...sourceFiles("cli"), ...sourceFiles("experiments")])
    .filter(([, to]) => to.startsWith("lib/") && !to.endsWith("/mod.ts") && to !== "lib/errors.ts");
  assert.deepEqual(outside, []);
});

Deno.test("no source file is longer than 300 lines", () => {
  const long = ["lib", "cli", "experiments", "tests", "bench"].flatMap(sourceFiles)
    .map((file) => [file, Deno.readTextFileSync(join(ROOT, file)).split("\n").length] as const)
    .filter(([, lines]) => lines > 300);
  assert.deepEqual(long, []);
});

Deno.test("every npm specifier names an exact version and stands in one file", () => {
  const places = new Map<string, string[]>();
  for (const file of ["lib", "cli", "experiments"].flatMap(sourceFiles)) {
    const text = Deno.readTextFileSync(join(ROOT, file));
    for (const [, specifier] of text.matchAll(/"(npm:[^"]+)"/g)) {
      assert.match(specifier, /^npm:(@[^/]+\/)?[^@/]+@\d+\.\d+\.\d+[^/]*(\/.*)?$/, file);
      places.set(specifier, [...(places.get(specifier) ?? []), file]);
    }
  }
  const repeated = [...places].filter(([, files]) => new Set(files).size > 1);
  assert.deepEqual(repeated, []);
});
