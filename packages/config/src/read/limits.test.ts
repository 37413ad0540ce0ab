import { expect, test } from "vitest";
import { composeRing } from "../ring.fixture.ts";
import { limits } from "./limits.ts";
import { parseYaml } from "./parse.ts";

/** Nine lists, each of nine uses of the one before. */
const billionLaughs = Array.from({ length: 9 }, (_, i) => {
  const items = i === 0 ? "lol" : Array.from({ length: 9 }, () => `*a${i - 1}`).join();
  return `a${i}: &a${i} [${items}]`;
}).join("\n");

const tooManyTokens = `more than ${limits.tokens} YAML tokens`;
const tooDeep = `nested more than ${limits.depth} deep`;
const tooManyAliases = `more than ${limits.aliases} uses of anchors`;

test.each<[string, string, string]>([
  ["a billion laughs", tooManyAliases, billionLaughs],
  ["many anchors", tooManyAliases, `a: &a [${"1,".repeat(500)}]\nb: [${"*a,".repeat(200)}]\n`],
  ["a long list", tooManyTokens, "- 1\n".repeat(2 ** 18)],
  ["a long flow list", tooManyTokens, `[${"1,".repeat(2 ** 19)}]`],
  ["deep flow", tooManyTokens, "[".repeat(2 ** 19)],
  ["deep flow that is closed", tooDeep, `${"[".repeat(1_000)}${"]".repeat(1_000)}`],
  ["deep lists", tooManyTokens, "- ".repeat(2 ** 18)],
  ["deep maps", tooDeep, Array.from({ length: 1_000 }, (_, i) => `${" ".repeat(i)}a:\n`).join("")],
  ["many quotes", tooManyTokens, '"'.repeat(2 ** 18)],
  ["many keys", tooManyTokens, Array.from({ length: 60_000 }, (_, i) => `k${i}: 1\n`).join("")],
])("%s: %s", (_, message, text) => {
  const parsed = parseYaml({ name: "x.yaml", text });
  expect(parsed.ok ? [] : parsed.diagnostics).toContainEqual(
    expect.objectContaining({ message: expect.stringContaining(message) as unknown }),
  );
});

test("a long path is refused", async () => {
  const { diagnostics } = await composeRing({ "ring.yaml": "a: 1\n" }, `${"a.".repeat(50_000)}a=1`);
  expect(diagnostics.map(({ message }) => message)).toEqual(["this is not a path"]);
});

test("references that expand exponentially are refused", async () => {
  const doubling = (last: string) =>
    `a0: ${last}\n${Array.from({ length: 20 }, (_, i) => `a${i + 1}: ["\${a${i}}", "\${a${i}}"]`).join("\n")}\n`;
  await expect(composeRing({ "ring.yaml": doubling("1") })).rejects.toThrow(`more than ${limits.nodes} values`);
  const text = `a0: xxxxxxxx\n${Array.from({ length: 30 }, (_, i) => `a${i + 1}: "\${a${i}}\${a${i}}"`).join("\n")}\n`;
  expect((await composeRing({ "ring.yaml": text })).diagnostics[0]?.message).toContain("the string exceeds");
  const chain = Array.from({ length: 500 }, (_, i) => `a${i}: \${a${i + 1}}`).join("\n");
  expect((await composeRing({ "ring.yaml": chain })).diagnostics[0]?.message).toContain("chain");
});
