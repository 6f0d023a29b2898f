import { requireUnbroken } from "./killed_training.ts";

const KILLS = 8;

Deno.test(`a training killed with SIGKILL at ${KILLS} random moments and resumed equals an unbroken one, every file bit for bit`, () =>
  requireUnbroken(KILLS, [1]));
