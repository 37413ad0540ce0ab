import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { brokenOfEachRole } from "./broken-plugins.ts";

interface Report {
  readonly testResults: readonly {
    readonly assertionResults: readonly {
      readonly ancestorTitles: readonly string[];
      readonly title: string;
      readonly status: string;
    }[];
  }[];
}

const file = fileURLToPath(new URL("./broken-suites.ts", import.meta.url));
const script = `
  import { startVitest } from "vitest/node";
  const [file] = process.argv.slice(1);
  await startVitest("test", [file], { config: false, watch: false, include: [file], reporters: ["json"] });
`;

const packageRoot = fileURLToPath(new URL("../../..", import.meta.url)); // for vite, which writes its cache to node_modules

/** Runs the conformance suites on broken plugins in another process. Returns the titles of the failed tests of each block. */
function failures(): Map<string, Set<string>> {
  const node = ["--input-type=module", "--eval", script, file];
  const { stdout } = spawnSync(process.execPath, node, { encoding: "utf8", cwd: packageRoot });
  const report = JSON.parse(stdout.slice(stdout.indexOf("{"))) as Report;
  const failed = new Map<string, Set<string>>();
  for (const { ancestorTitles, title, status } of report.testResults.flatMap((file) => file.assertionResults)) {
    const block = failed.get(ancestorTitles[0]!) ?? new Set();
    failed.set(ancestorTitles[0]!, status === "failed" ? block.add(title) : block);
  }
  return failed;
}

test("the vitest tests of each role fail a plugin that violates its contract", () => {
  const blocks = [...failures()];
  expect(new Set(blocks.map(([block]) => block))).toEqual(
    new Set(brokenOfEachRole.map(({ fails }) => `fails: ${fails}`)),
  );
  const missed = blocks.filter(([block, failed]) => !failed.has(block.replace("fails: ", "")));
  expect(missed).toEqual([]);
});
