/** A process of its own that opens a remote store of runs and prints how that ended. */
import { openRunStore } from "../../lib/runs/mod.ts";
import { isUserError } from "../../lib/errors.ts";

const [address, patience] = Deno.args;
try {
  const store = await openRunStore(address, { patience: Number(patience) });
  console.log(`opened ${store.path}`);
} catch (error) {
  console.log(isUserError(error) ? error.message : error);
}
// Deno's client goes on asking a server that is out of order.
Deno.exit();
