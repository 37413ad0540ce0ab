import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

/** Modules that a module imports, directly and through others of the package. */
function importsOf(file: string, found = new Set<string>()): ReadonlySet<string> {
  const text = readFileSync(file, "utf8");
  const statement = /^(?:import|export) (?!type )(?:[^;"]*? from )?"([^"]+)";|\bimport\("([^"]+)"\)/gms;
  for (const [, written, computed] of text.matchAll(statement)) {
    const name = written ?? computed;
    const target = name!.startsWith(".") ? join(dirname(file), name!) : name!;
    if (found.has(target)) continue;
    found.add(target);
    if (name!.startsWith(".")) importsOf(target, found);
  }
  return found;
}

const here = dirname(fileURLToPath(import.meta.url));

test.each(["read-checkpoint.ts", "diffusers-checkpoint.ts", "safetensors-checkpoint.ts"])(
  "%s imports nothing that browsers lack",
  (name) => {
    const imports = [...importsOf(join(here, name))];
    expect(imports.filter((each) => each.startsWith("/")).length).toBeGreaterThan(5);
    expect(imports.filter((each) => !each.startsWith("/"))).toEqual(["@tweedie/core"]);
  },
);

test("an import of Node is found", () => {
  expect([...importsOf(join(here, "../files/open-checkpoint.ts"))]).toContain("node:crypto");
});
