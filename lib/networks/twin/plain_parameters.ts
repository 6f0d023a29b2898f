/** Parameters by name, as files hold them or in double precision, as finite differences need them. */
export type PlainParameters = ReadonlyMap<string, Float32Array | Float64Array>;
