import fc from "fast-check";
import { expect, test } from "vitest";
import { sha256Of as sha256OfNode } from "../write/sha256.ts";
import { sha256Of } from "./sha256.ts";

test("the hash of a text is that of Node", () => {
  expect(sha256Of("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"); // FIPS 180-2, B.1
  for (let length = 0; length < 200; length++)
    expect(sha256Of("x".repeat(length))).toBe(sha256OfNode("x".repeat(length)));
  fc.assert(fc.property(fc.string({ unit: "grapheme" }), (text) => sha256Of(text) === sha256OfNode(text)));
});
