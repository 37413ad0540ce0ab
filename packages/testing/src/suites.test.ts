import { spawnSync } from "node:child_process";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

interface Report {
  readonly testResults: readonly {
    readonly assertionResults: readonly {
      readonly ancestorTitles: readonly string[];
      readonly title: string;
      readonly status: string;
    }[];
  }[];
}

const file = fileURLToPath(new URL("./broken-plugins.ts", import.meta.url));
const script = `
  import { startVitest } from "vitest/node";
  const [file] = process.argv.slice(1);
  await startVitest("test", [file], { config: false, watch: false, include: [file], reporters: ["json"] });
`;

/** Runs the suites on broken plugins in another process: block by block, the titles of the tests that failed. */
function failures(): Map<string, Set<string>> {
  const node = ["--input-type=module", "--eval", script, file];
  const { stdout } = spawnSync(process.execPath, node, { encoding: "utf8", cwd: dirname(file) });
  const report = JSON.parse(stdout.slice(stdout.indexOf("{"))) as Report;
  const failed = new Map<string, Set<string>>();
  for (const { ancestorTitles, title, status } of report.testResults.flatMap((file) => file.assertionResults)) {
    const block = failed.get(ancestorTitles[0]!) ?? new Set();
    failed.set(ancestorTitles[0]!, status === "failed" ? block.add(title) : block);
  }
  return failed;
}

test("the suites catch what they are there to catch", () => {
  const blocks = [...failures()];
  expect(blocks.length).toBeGreaterThan(15);
  const missed = blocks.filter(([block, failed]) => !failed.has(block.replace("fails: ", "")));
  expect(missed).toEqual([]);
});
