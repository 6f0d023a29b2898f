/**
 * What the WebAssembly kernels share that users may ask for.
 *
 * @module
 */
export { arithmeticProbe } from "./arithmetic_probe.ts";
