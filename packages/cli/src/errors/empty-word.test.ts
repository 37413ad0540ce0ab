import { expect, test } from "vitest";
import { failingCommand } from "./failing-command.fixture.ts";

const { file, errorText } = failingCommand();

test("an empty argument", async () => {
  expect(await errorText("run", "")).toMatchInlineSnapshot(`
    "
    error tweedie run: the argument \`<file>\` is empty
          = help: an unset variable in quotes, as in \`"$NAME"\`, is empty
    "
  `);
  expect(await errorText("ls", "")).toMatchInlineSnapshot(`
    "
    error tweedie ls: the argument \`[folder]\` is empty
          = help: an unset variable in quotes, as in \`"$NAME"\`, is empty
    "
  `);
  expect(await errorText("config", "diff", file, "")).toContain(
    "error tweedie config diff: the argument `<b>` is empty",
  );
  expect(await errorText("validate", file, "")).toContain("the argument `<file>` is empty");
});

test("an empty value of an option", async () => {
  expect(await errorText("run", file, "--out", "")).toMatchInlineSnapshot(`
    "
    error tweedie run: the value of \`-o, --out <folder>\` is empty
          = help: an unset variable in quotes, as in \`"$NAME"\`, is empty
    "
  `);
  expect(await errorText("run", file, "-c", "a.yaml", "-c", "")).toContain(
    "the value of `-c, --config <file>` is empty",
  );
});
