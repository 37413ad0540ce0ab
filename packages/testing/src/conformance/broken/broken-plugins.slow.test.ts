import { spawnSync } from "node:child_process";
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

const files = [
  new URL("./broken-losses.ts", import.meta.url),
  new URL("./broken-models.ts", import.meta.url),
  new URL("./broken-evaluation.ts", import.meta.url),
].map((url) => fileURLToPath(url));
const script = `
  import { startVitest } from "vitest/node";
  const files = process.argv.slice(1);
  await startVitest("test", files, { config: false, watch: false, include: files, reporters: ["json"] });
`;

const packageRoot = fileURLToPath(new URL("../../..", import.meta.url)); // for vite, which writes its cache to node_modules

/** Runs the conformance suites on broken plugins in another process. Returns the titles of the failed tests of each block. */
function failures(): Map<string, Set<string>> {
  const node = ["--input-type=module", "--eval", script, ...files];
  const { stdout } = spawnSync(process.execPath, node, { encoding: "utf8", cwd: packageRoot });
  const report = JSON.parse(stdout.slice(stdout.indexOf("{"))) as Report;
  const failed = new Map<string, Set<string>>();
  for (const { ancestorTitles, title, status } of report.testResults.flatMap((file) => file.assertionResults)) {
    const block = failed.get(ancestorTitles[0]!) ?? new Set();
    failed.set(ancestorTitles[0]!, status === "failed" ? block.add(title) : block);
  }
  return failed;
}

test("each suite fails the plugin that violates its contract", () => {
  const blocks = [...failures()];
  expect(blocks.length).toBeGreaterThan(15);
  const missed = blocks.filter(([block, failed]) => !failed.has(block.replace("fails: ", "")));
  expect(missed).toEqual([]);
});
