import { expect, test } from "vitest";
import { canRedraw, supportsColor } from "./color-support.ts";

const xterm = { TERM: "xterm-256color" };

test.each([
  [{}, true, false],
  [{ NO_COLOR: "1" }, false, false],
  [{ NO_COLOR: "0" }, false, false],
  [{ NO_COLOR: "" }, true, false],
  [{ NO_COLOR: "1", FORCE_COLOR: "1" }, false, false],
  [{ FORCE_COLOR: "0" }, false, false],
  [{ FORCE_COLOR: "false" }, false, false],
  [{ FORCE_COLOR: "1" }, true, true],
  [{ FORCE_COLOR: "3" }, true, true],
  [{ FORCE_COLOR: "true" }, true, true],
  [{ FORCE_COLOR: "" }, true, false],
  [{ CLICOLOR: "0" }, false, false],
  [{ CLICOLOR: "1" }, true, false],
  [{ CLICOLOR_FORCE: "1" }, true, true],
  [{ CLICOLOR_FORCE: "0" }, true, false],
  [{ CLICOLOR_FORCE: "1", NO_COLOR: "1" }, false, false],
  [{ CI: "true" }, undefined, false],
  [{ TERM: "dumb" }, false, false],
  [{ TERM: "dumb", FORCE_COLOR: "1" }, true, true],
])("with %j a terminal has colours: %s, a pipe: %s", (env, terminal, pipe) => {
  if (terminal !== undefined) expect(supportsColor(true, { ...xterm, ...env })).toBe(terminal);
  expect(supportsColor(false, { ...xterm, ...env })).toBe(pipe);
});

test("lines are redrawn on terminals only, not on dumb ones and not in CI", () => {
  expect(canRedraw(true, xterm)).toBe(true);
  expect(canRedraw(false, xterm)).toBe(false);
  expect(canRedraw(true, { TERM: "dumb" })).toBe(false);
  expect(canRedraw(true, { ...xterm, CI: "true" })).toBe(false);
});
