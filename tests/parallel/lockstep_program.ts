/** A program that ends only if its team's threads do: FAIL makes one of them fail before. */

import { LockstepTeam } from "../../lib/parallel/lockstep.ts";
import { COUNT, LAST_FAILS, service } from "./lockstep_service.ts";

const url = new URL("./lockstep_worker.ts", import.meta.url);
const shared = new SharedArrayBuffer(16);
const team = await LockstepTeam.start(url, service, 3, { shared });
team.run(COUNT);
try {
  if (Deno.args[0] === "FAIL") team.run(LAST_FAILS);
} catch (error) {
  console.log((error as Error).name);
}
team.close();
console.log(new Int32Array(shared).join());
