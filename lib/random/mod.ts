/**
 * Counter-based random numbers: reproducible whatever the number of workers.
 *
 * @module
 */
export { type Counter, CounterRng } from "./counter_rng.ts";
export { type StreamName, STREAMS } from "./streams.ts";
