import { configHash } from "../runs/config_hash.ts";
import { identityOf, type QuenchConfig, type QuenchIdentity } from "./quench_config.ts";

/** The keys in which two configurations differ, their numbers of steps left out. */
export function configDifferences(a: QuenchConfig, b: QuenchConfig): (keyof QuenchIdentity)[] {
  const [one, other] = [identityOf(a), identityOf(b)];
  return (Object.keys({ ...one, ...other }) as (keyof QuenchIdentity)[])
    .filter((key) => configHash({ value: one[key] }) !== configHash({ value: other[key] }));
}
