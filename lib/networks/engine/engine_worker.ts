/** A worker that computes its rows of a network. */

import { serveLockstep } from "../../parallel/lockstep.ts";
import { engineService } from "./engine_service.ts";

serveLockstep(engineService);
