/**
 * Training: data sets of labelled configurations.
 *
 * @module
 */
export * from "./dataset/mod.ts";
export * from "./train/mod.ts";
