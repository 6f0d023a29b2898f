/**
 * Runs `body` with an empty folder, in memory where the system has a place for that, and removes it
 * afterwards: every file of a run is forced to the disk, and thousands of small runs wait for little
 * else.
 */
export async function inMemoryFolder<T>(body: (folder: string) => Promise<T>): Promise<T> {
  const folder = await Deno.makeTempDir({ prefix: "nearsight-", dir: "/dev/shm" })
    .catch(() => Deno.makeTempDir({ prefix: "nearsight-" }));
  try {
    return await body(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
