import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { main } from "../main.ts";
import { recordingTerminal } from "../terminal/recording-terminal.fixture.ts";
import { schemaFile, sweepSchemaFile } from "create-tweedie";

const originalFolder = process.cwd();
beforeAll(() => process.chdir(fileURLToPath(new URL("../../../..", import.meta.url))));
afterAll(() => process.chdir(originalFolder));

test("the schemas of this repository are up to date (if not: `npx tweedie schema`)", async () => {
  const terminal = recordingTerminal();
  const code = await main(["schema", "--check"], terminal);
  expect(terminal.stderr.text).toBe("");
  expect(terminal.stdout.text).toBe(`${schemaFile}\n${sweepSchemaFile}\n`);
  expect(code).toBe(0);
});
