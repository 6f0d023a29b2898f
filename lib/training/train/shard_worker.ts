import { serve } from "../../parallel/serve.ts";
import {
  type ShardAnswer,
  ShardComputer,
  type ShardSetup,
  type ShardTask,
} from "./shard_computer.ts";

serve<ShardSetup, ShardTask, ShardAnswer>((setup) => {
  const computer = new ShardComputer(setup);
  return Promise.resolve((task) => computer.answer(task));
});
