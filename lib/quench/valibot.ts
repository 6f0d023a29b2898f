/** Validation of files that people edit: valibot, in one place. */
export * as v from "npm:valibot@1.5.0";
