import { serve } from "../../parallel/serve.ts";
import { advanceTrajectory, type TrajectorySegment } from "./trajectory_segment.ts";

serve<null, TrajectorySegment, number>(() => Promise.resolve(advanceTrajectory));
