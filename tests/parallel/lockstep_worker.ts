import { serveLockstep } from "../../lib/parallel/lockstep.ts";
import { service } from "./lockstep_service.ts";

serveLockstep(service);
