import config from "../deno.json" with { type: "json" };

/** Version of this library, as run records and files carry it. */
export const VERSION: string = config.version;
