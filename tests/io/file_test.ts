import assert from "node:assert/strict";
import { join } from "node:path";
import { FormatError, ParameterError, UnavailableError } from "../../lib/errors.ts";
import {
  ensureFolder,
  jsonText,
  readBytes,
  readJson,
  readText,
  sha256,
  sha256File,
  writeBytesAtomic,
  writeJsonAtomic,
  writePiecesAtomic,
  writeTextAtomic,
} from "../../lib/io/mod.ts";

async function withFolder(body: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await body(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const granted = (name: "read" | "write", path?: string) =>
  Deno.permissions.querySync(path === undefined ? { name } : { name, path }).state === "granted";

const namesIn = (folder: string) => [...Deno.readDirSync(folder)].map(({ name }) => name).sort();

/** One line, of the class for what the machine does not offer, that says `message`. */
const unavailable = (message: RegExp) => (error: Error) => {
  assert.ok(error instanceof UnavailableError, String(error));
  assert.match(error.message, message);
  assert.doesNotMatch(error.message, /\n/);
  return true;
};

/** Runs `code`, a module body, in a Deno of its own and returns the message that it ends with. */
async function messageOf(code: string, permissions: string[], shell?: string): Promise<string> {
  const io = new URL("../../lib/io/mod.ts", import.meta.url).href;
  const source = `import * as io from "${io}";
    try { ${code}; console.log("no error"); } catch (error) { console.log(error.message); }`;
  const url = "data:application/typescript," + encodeURIComponent(source);
  const deno = ["run", "--no-prompt", "--no-lock", ...permissions, url];
  const command = shell === undefined
    ? new Deno.Command(Deno.execPath(), { args: deno })
    : new Deno.Command("/bin/sh", { args: ["-c", shell, Deno.execPath(), ...deno] });
  const { stdout, stderr } = await command.output();
  return new TextDecoder().decode(stdout).trim() || new TextDecoder().decode(stderr);
}

Deno.test("what is written atomically is read back, and no temporary file stays", () =>
  withFolder(async (folder) => {
    const path = join(folder, "a.bin");
    const bytes = crypto.getRandomValues(new Uint8Array(50_000));
    await writeBytesAtomic(path, new Uint8Array(9));
    await writeBytesAtomic(path, bytes);
    assert.deepEqual(await readBytes(path), bytes);
    await writeTextAtomic(join(folder, "t.txt"), "δ\n");
    assert.equal(await readText(join(folder, "t.txt")), "δ\n");
    await writeJsonAtomic(new URL(`file://${folder}/j.json`), { Q: [0.1] });
    assert.deepEqual(await readJson(join(folder, "j.json")), { Q: [0.1] });
    assert.deepEqual(namesIn(folder), ["a.bin", "j.json", "t.txt"]);
  }));

Deno.test("a reader never sees half of a file that is being replaced", () =>
  withFolder(async (folder) => {
    const path = join(folder, "a.bin");
    const size = 300_000;
    await writeBytesAtomic(path, new Uint8Array(size));
    let writing = true;
    const writer = (async () => {
      for (let value = 1; value <= 8; value++) {
        await writeBytesAtomic(path, new Uint8Array(size).fill(value));
      }
      writing = false;
    })();
    while (writing) {
      const bytes = await readBytes(path);
      assert.equal(bytes.length, size);
      assert.ok(bytes.every((byte) => byte === bytes[0]));
    }
    await writer;
  }));

Deno.test("a file's mode and a symbolic link survive its replacement", {
  // Deno makes symbolic links only for those who may read and write everywhere.
  ignore: Deno.build.os === "windows" || !granted("read") || !granted("write"),
}, () =>
  withFolder(async (folder) => {
    const [file, link] = [join(folder, "file"), join(folder, "link")];
    await Deno.writeTextFile(file, "old", { mode: 0o600 });
    await Deno.symlink("file", link);
    await writeTextAtomic(link, "new");
    assert.equal(await readText(file), "new");
    assert.ok((await Deno.lstat(link)).isSymlink);
    assert.equal(((await Deno.stat(file)).mode ?? 0) & 0o777, 0o600);
  }));

Deno.test("a missing folder, a folder as target and a protected file are one line each", () =>
  withFolder(async (folder) => {
    const write = (path: string) => writeTextAtomic(path, "x");
    await assert.rejects(write(join(folder, "no", "f")), unavailable(/there is no folder .*no$/));
    await assert.rejects(write(folder), unavailable(/it is a folder/));
    await Deno.writeTextFile(join(folder, "f"), "x", { mode: 0o444 });
    await assert.rejects(write(join(folder, "f")), unavailable(/f: it is write-protected/));
    await assert.rejects(write(join(folder, "f", "g")), unavailable(/not a folder/));
    await assert.rejects(ensureFolder(join(folder, "f")), unavailable(/a file has its name/));
    await assert.rejects(write(join(folder, "n".repeat(300))), unavailable(/name is too long/));
    assert.deepEqual(namesIn(folder), ["f"]);
  }));

Deno.test("a target name of the greatest length is written", () =>
  withFolder(async (folder) => {
    await writeTextAtomic(join(folder, "n".repeat(255)), "x");
    assert.deepEqual(namesIn(folder), ["n".repeat(255)]);
  }));

Deno.test("a full disk is one line, and devices are written to, never replaced", {
  ignore: Deno.build.os !== "linux",
}, async () => {
  // Deno lets a process write to devices only if it may do everything.
  const message = await messageOf(`await io.writeTextAtomic("/dev/full", "x")`, ["-A"]);
  assert.match(message, /\/dev\/full: .*disk is full/);
  const still = `console.log((await Deno.stat("/dev/full")).isCharDevice ? "a device" : "gone")`;
  assert.match(await messageOf(still, ["-A"]), /^a device/);
});

Deno.test("a write that fails half way leaves the old file and no temporary one", {
  ignore: Deno.build.os === "windows",
}, () =>
  withFolder(async (folder) => {
    const path = join(folder, "frame.npy");
    await Deno.writeTextFile(path, "old");
    const code = `await io.writeBytesAtomic("${path}", new Uint8Array(5_000_000))`;
    // The shell caps the size of files, so that the system itself refuses the write.
    const shell = `trap '' XFSZ; ulimit -f 1000; exec "$0" "$@"`;
    const message = await messageOf(code, ["-A"], shell);
    assert.equal(message, `Cannot write ${path}: the system says: File too large`);
    assert.deepEqual(namesIn(folder), ["frame.npy"]);
    assert.equal(await readText(path), "old");
  }));

Deno.test("a permission that Deno was not given is one line that names the flag", () =>
  withFolder(async (folder) => {
    const path = join(folder, "f");
    assert.equal(
      await messageOf(`await io.readBytes("${path}")`, []),
      `Cannot read ${path}: Deno was not given read access to ${path}; add --allow-read=${path}`,
    );
    assert.equal(
      await messageOf(`await io.writeTextAtomic("${path}", "x")`, [`--allow-write=${path}`]),
      `Cannot write ${path}: Deno was not given write access to ${folder}; ` +
        `add --allow-write=${folder}`,
    );
  }));

Deno.test("files that are missing, folders or not what they should be are one line each", () =>
  withFolder(async (folder) => {
    const path = join(folder, "f.json");
    await assert.rejects(readBytes(path), unavailable(/f\.json: there is no such file/));
    await assert.rejects(sha256File(path), unavailable(/there is no such file/));
    await assert.rejects(readText(folder), unavailable(/it is a folder/));
    await Deno.writeTextFile(path, "{ Q: 1 }");
    await assert.rejects(readJson(path), FormatError);
    await Deno.writeFile(path, Uint8Array.of(0xff, 0xfe, 0));
    await assert.rejects(readText(path), /not text in UTF-8/);
  }));

Deno.test("JSON holds every double exactly, arrays of numbers on one line, and no NaN", () => {
  const value = { text: '[\n1\n] "q" [', empty: [], rows: [[0.1, 5e-324], [-1e308]], list: ["a"] };
  assert.deepEqual(JSON.parse(jsonText(value)), value);
  assert.match(jsonText(value), /\[0\.1, 5e-324\],\n/);
  assert.deepEqual(JSON.parse(jsonText({ n: BigInt64Array.of(3n) })), { n: [3] });
  assert.throws(() => jsonText({ force: Float64Array.of(1, NaN) }), ParameterError);
  assert.throws(() => jsonText({ step: 2n ** 60n }), ParameterError);
});

Deno.test("sha256 gives the digests of FIPS 180-4 for bytes, text and files", () =>
  withFolder(async (folder) => {
    const abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert.equal(sha256("abc"), abc);
    assert.equal(sha256(Uint8Array.of(97, 98, 99)), abc);
    const million = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0";
    await Deno.writeTextFile(join(folder, "f"), "a".repeat(1_000_000));
    assert.deepEqual(await sha256File(join(folder, "f")), { bytes: 1_000_000, sha256: million });
  }));

Deno.test("a file written piece by piece is whole, or the old one stays and nothing else is left", () =>
  withFolder(async (folder) => {
    const path = join(folder, "runs.jsonl");
    const pieces = async function* (fails: boolean) {
      for (let i = 0; i < 1000; i++) yield new TextEncoder().encode(`${i}\n`);
      if (fails) throw new FormatError("a record is damaged");
    };
    await writePiecesAtomic(path, pieces(false));
    const text = Array.from({ length: 1000 }, (_, i) => `${i}\n`).join("");
    assert.equal(await readText(path), text);
    await assert.rejects(writePiecesAtomic(path, pieces(true)), /a record is damaged/);
    assert.equal(await readText(path), text);
    assert.deepEqual([...Deno.readDirSync(folder)].map(({ name }) => name), ["runs.jsonl"]);
  }));
