/** Kinds of permission that a run asked for, from Deno's audit log. */
export async function askedFor(audit: string): Promise<Map<string, Set<string>>> {
  const asked = new Map<string, Set<string>>();
  for (const line of (await Deno.readTextFile(audit)).split("\n").filter((l) => l !== "")) {
    const { permission, value } = JSON.parse(line) as { permission: string; value?: string };
    asked.set(permission, (asked.get(permission) ?? new Set()).add(value ?? ""));
  }
  return asked;
}
