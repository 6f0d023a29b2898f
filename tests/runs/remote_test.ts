import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";

const SCRIPT = fileURLToPath(new URL("./remote_child.ts", import.meta.url));
const TOKEN = "a-token-of-this-test";
const DATABASE = "6a8ddd05-0b4e-4d4e-9d5b-6a5dd21f7c9b";

/** A request that reached the server. */
interface Asked {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | null;
  readonly database: string | null;
  readonly body: string;
}

/**
 * Opens a store at a server on this machine, which Deno's own client asks, and returns what it asked
 * and what the user reads. The server speaks the first exchange of KV Connect, in which a client
 * learns where the data are; it keeps no data.
 *
 * @param answer to a path; the default is the metadata of a database
 */
async function open(
  path: string,
  answer: (path: string, origin: string) => Response | Promise<Response> | undefined = () =>
    undefined,
  { env = { DENO_KV_ACCESS_TOKEN: TOKEN }, patience = 20_000 }: {
    env?: Record<string, string>;
    patience?: number;
  } = {},
): Promise<{ line: string; asked: Asked[] }> {
  const asked: Asked[] = [];
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    async (request) => {
      const { pathname, origin } = new URL(request.url);
      const { method, headers } = request;
      const authorization = headers.get("authorization");
      const database = headers.get("x-denokv-database-id");
      const body = await request.text();
      asked.push({ method, path: pathname, authorization, database, body });
      return await answer(pathname, origin) ?? metadata(origin);
    },
  );
  try {
    const address = `http://127.0.0.1:${server.addr.port}${path}`;
    return { line: await openedAt(address, env, patience), asked };
  } finally {
    await server.shutdown();
  }
}

/** What a process that opens the store at an address prints. */
async function openedAt(
  address: string,
  env: Record<string, string>,
  patience: number,
): Promise<string> {
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "-q", "--no-prompt", "--no-config", "--no-lock", "--unstable-kv", "--allow-net"],
      ...["--allow-read", "--allow-env", SCRIPT, address, String(patience)],
    ],
    clearEnv: true,
    env: { ...Object.fromEntries(kept()), ...env },
  }).output();
  return new TextDecoder().decode(stdout).trimEnd();
}

/** What a process needs of the environment, whatever token is in it. */
function kept(): [string, string][] {
  return ["PATH", "HOME", "DENO_DIR", "TMPDIR"].flatMap((name): [string, string][] => {
    const value = Deno.env.get(name);
    return value === undefined ? [] : [[name, value]];
  });
}

function metadata(origin: string): Response {
  return Response.json({
    version: 2,
    databaseId: DATABASE,
    endpoints: [{ url: `${origin}/data`, consistency: "strong" }],
    token: "token-for-the-data",
    expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
  });
}

Deno.test("a remote store is asked at its address with the token, and its data where it says", async () => {
  const { asked, line } = await open(
    "/databases/mine",
    (path) => path.startsWith("/data/") ? new Response("no data here", { status: 404 }) : undefined,
  );
  const [first] = asked;
  assert.deepEqual([first.method, first.path], ["POST", "/databases/mine"]);
  assert.equal(first.authorization, `Bearer ${TOKEN}`);
  assert.ok(JSON.parse(first.body).supportedVersions.includes(2));
  const data = asked.find(({ path }) => path === "/data/snapshot_read");
  assert.equal(data?.authorization, "Bearer token-for-the-data");
  assert.equal(data?.database, DATABASE);
  // The key that is read: the name of our records.
  assert.ok(data?.body.includes("nearsight"));
  assert.match(line, /^Cannot use http:\S+\/databases\/mine as a store of runs: .*404 Not Found/);
});

Deno.test("a server that refuses, that is none, or of another version is told in one line", async () => {
  const answers: [Response, RegExp][] = [
    [new Response("who are you?", { status: 401 }), /401 Unauthorized: who are you\?/],
    [new Response("<html>\n".repeat(300)), /is not a valid KV Connect endpoint/],
    [Response.json({ version: 99, databaseId: DATABASE, endpoints: [] }), /KV Connect|99/],
  ];
  for (const [answer, says] of answers) {
    const { line } = await open("/", () => answer.clone());
    assert.match(line, /^Cannot use http:\S+ as a store of runs: [^\n]{1,400}$/);
    assert.match(line, says);
    assert.ok(!line.includes(TOKEN), "the token stays secret");
  }
});

Deno.test("a server that is silent, or out of order for its data, is given up in time", async () => {
  const silent = (path: string, origin: string) =>
    path === "/silent"
      ? new Promise<Response>((resolve) => setTimeout(() => resolve(metadata(origin)), 3000))
      : undefined;
  const { line } = await open("/silent", silent, { patience: 500 });
  assert.match(line, /^Cannot use \S+\/silent as a store of runs: it has not answered for 0\.5 s$/);
  const busy = (path: string) =>
    path.startsWith("/data/") ? new Response("later", { status: 503 }) : undefined;
  const again = await open("/busy", busy, { patience: 1500 });
  assert.match(again.line, /it has not answered for 1\.5 s$/);
  assert.ok(again.asked.filter(({ path }) => path === "/data/snapshot_read").length > 1);
});

Deno.test("without a token, or at an address where nobody listens, the store is one line that says so", async () => {
  const { line, asked } = await open("/", undefined, { env: {} });
  assert.match(line, /takes its token from DENO_KV_ACCESS_TOKEN$/);
  assert.deepEqual(asked, []);
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  const nobody = await openedAt(
    `http://127.0.0.1:${port}/`,
    { DENO_KV_ACCESS_TOKEN: TOKEN },
    20_000,
  );
  assert.match(nobody, /^Cannot use \S+ as a store of runs: failed to connect to [^\n]*refused/);
});
