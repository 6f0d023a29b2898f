/**
 * A process of its own that keeps a database locked: `hold_lock.ts FILE` prints a line when it has
 * the lock and gives it back when its standard input ends.
 */
import { DatabaseSync } from "node:sqlite";

using database = new DatabaseSync(Deno.args[0]);
database.exec("BEGIN EXCLUSIVE");
console.log("locked");
await Deno.stdin.readable.pipeTo(new WritableStream());
database.exec("ROLLBACK");
