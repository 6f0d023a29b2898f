/** A worker that factorises and inverts for pairs of poles. */

import { serve } from "../../parallel/serve.ts";
import { type PairContribution, type PairRequest, SelectedInversionEngine } from "./engine.ts";
import type { TeamSetup } from "./pair_team.ts";

serve<TeamSetup, readonly PairRequest[], PairContribution[]>(({ layout, hopping }) => {
  const engine = new SelectedInversionEngine(layout, hopping);
  return Promise.resolve((requests) =>
    Promise.resolve(requests.map((request) => engine.evaluate(request)))
  );
});
