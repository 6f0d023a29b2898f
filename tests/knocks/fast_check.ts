/** Random cases by seed, shrunk where they fail: fast-check, in one place. */
export * as fc from "npm:fast-check@4.10.2";
