/** A worker that has some rows of a trajectory. */

import { serveLockstep } from "../../parallel/lockstep.ts";
import { trajectoryRows } from "./trajectory_rows.ts";

serveLockstep(trajectoryRows);
