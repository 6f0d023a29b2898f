import { requireUnbroken } from "../cli/killed_training.ts";

const KILLS = 24;

Deno.test(`a training killed at ${KILLS} random moments, on one thread and two in turn, equals an unbroken one, every file bit for bit`, () =>
  requireUnbroken(KILLS, [1, 2]));
