import assert from "node:assert/strict";
import { join } from "node:path";
import { requireRefused } from "./bad_calls.ts";
import { inTemporaryFolder, nearsight } from "./nearsight.ts";

/** A quench that would take no time, recorded at an address. */
function quench(folder: string, address: string): string[] {
  return [
    ...["quench", "--size", "8", "--method", "exact", "--steps", "10", "--workers", "1"],
    ...["--output", join(folder, "run"), "--records", address],
  ];
}

Deno.test("a verb without the right to the network names the task that has it", () =>
  inTemporaryFolder(async (folder) => {
    const address = "https://kv.example/records";
    await requireRefused(folder, [
      {
        title: "quench",
        args: quench(folder, address),
        says: /may not reach the network; deno task remote may: deno task remote quench --records/,
      },
      {
        title: "runs",
        args: ["runs", "list", "--records", address],
        says: /deno task remote runs --records https:\/\/kv\.example/,
      },
      {
        title: "no address",
        args: ["runs", "list", "--records", "https://"],
        says: /"https:\/\/" is no address/,
      },
    ]);
  }));

Deno.test("the task remote asks the server with the user's token, and what the server says is one line", () =>
  inTemporaryFolder(async (folder) => {
    const tokens: (string | null)[] = [];
    const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, (request) => {
      tokens.push(request.headers.get("authorization"));
      return new Response("no such database", { status: 404 });
    });
    try {
      const args = quench(folder, `http://127.0.0.1:${server.addr.port}/mine`);
      const { code, stderr } = await nearsight(args, {
        set: "remote",
        env: { DENO_KV_ACCESS_TOKEN: "the user's" },
      });
      assert.equal(code, 1);
      assert.match(stderr, /^error: Cannot use http:\S+\/mine as a store .*: no such database\n$/);
      assert.deepEqual(tokens, ["Bearer the user's"]);
      // Refused before anything was computed.
      assert.deepEqual([...Deno.readDirSync(folder)], []);
    } finally {
      await server.shutdown();
    }
  }));
