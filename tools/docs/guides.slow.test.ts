import { execFileSync } from "node:child_process";
import { afterAll, describe } from "vitest";
import { filesIn, read, root } from "./documents.ts";
import { fencedBlocks } from "./fenced-blocks.ts";
import { followPage } from "./follow.fixture.ts";
import { openShell } from "./shell.ts";

/** Packages that the Python programs of a page import. Those of a checkout beside the program are left out. */
function packagesOf(page: string): readonly string[] {
  const programs = fencedBlocks(read(page)).filter(({ language }) => language === "python");
  const names = programs.flatMap(({ text }) =>
    [...text.matchAll(/^(?:from|import) (\w+)/gm)].map(([, name]) => name!).filter((name) => name !== "training"),
  );
  return [...new Set(names)];
}

/** True if Python has the packages. */
function hasPackages(names: readonly string[]): boolean {
  if (names.length === 0) return true;
  try {
    execFileSync("python3", ["-c", `import ${names.join(", ")}`], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** Commands to follow are written as `sh`, servers, which do not end, as `shell`: browsers try those. */
const hasCommands = (page: string): boolean => fencedBlocks(read(page)).some(({ language }) => language === "sh");

for (const page of filesIn("docs/guides", ".md").filter(hasCommands)) {
  const packages = packagesOf(page);
  const isLeftOut = !hasPackages(packages);
  describe.skipIf(isLeftOut)(`${page}${isLeftOut ? ` (no Python with ${packages.join(", ")})` : ""}`, () => {
    const shell = openShell(root);
    afterAll(() => shell.close());
    followPage(page, shell);
  });
}
