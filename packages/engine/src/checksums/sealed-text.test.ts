import { expect, test } from "vitest";
import { jsonFile } from "../run/json-file.ts";
import { isYamlIntact, parseSealedJson, sealJson, sealYaml } from "./sealed-text.ts";

/** Each text that differs from the given one in the lowest bit of one character. */
const changesOf = (text: string): readonly string[] =>
  Array.from(text, (_, at) => text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ 1) + text.slice(at + 1));

test("sealed JSON is parsed without its seal, and each changed character is refused or changes no value", () => {
  const content = { name: "ring", steps: [1, 2], inner: { sha256: "x" } };
  const sealed = sealJson(jsonFile(content));
  expect(parseSealedJson(sealed)).toEqual(content);
  expect(JSON.parse(sealed)).toMatchObject(content);
  for (const changed of changesOf(sealed)) {
    const read = () => parseSealedJson(changed);
    const isUnsealed = !/\n {2}"sha256": "[0-9a-f]{64}"\n\}\n$/.test(changed);
    if (isUnsealed && isJson(changed)) expect(read()).toMatchObject(content);
    else expect(read).toThrow();
  }
});

test("sealed YAML is its text with a comment, and each changed character is seen", () => {
  const text = "name: ring\nsteps: 20\n";
  const sealed = sealYaml(text);
  expect(sealed.startsWith(text)).toBe(true);
  expect(sealed.slice(text.length)).toMatch(/^# [^\n]*\n$/);
  expect(isYamlIntact(sealed)).toBe(true);
  for (const changed of changesOf(sealed)) expect(isYamlIntact(changed)).toBe(false);
});

test("texts without a seal, as version 0.1.0 wrote them, are accepted", () => {
  expect(parseSealedJson('{"a": 1}')).toEqual({ a: 1 });
  expect(isYamlIntact("a: 1\n")).toBe(true);
  expect(isYamlIntact(`experiment:\n  file: a.yaml\n  hash: ${"0a".repeat(32)}\n`)).toBe(true);
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
