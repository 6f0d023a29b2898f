/**
 * Training: data sets of labelled configurations, and the errors of networks on them.
 *
 * @module
 */
export * from "./dataset/mod.ts";
export * from "./evaluation/mod.ts";
