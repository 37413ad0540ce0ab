import { expect, test } from "vitest";
import { compare } from "./comparison.ts";
import type { Outcome } from "./outcome.ts";
import type { Reference } from "./reference.ts";

const [a, b, c] = ["[5,7,3] aa", "[5,7,3] bb", "[5,7,3] cc"];
const turned = "[7,5,3] aa";

test.each<[string, Outcome, Reference | undefined, boolean, string]>([
  ["the same content", { content: a }, { content: a }, false, "agrees"],
  ["both refuse", { refused: "is damaged" }, { error: "damaged" }, true, "agrees"],
  ["no reference", { content: a }, undefined, false, "agrees"],
  ["Tweedie alone refuses", { refused: "is damaged" }, { content: a }, true, "stricter"],
  ["the reference alone refuses", { content: a }, { error: "damaged" }, true, "fault"],
  ["a stack", { fault: "TypeError" }, { error: "damaged" }, true, "fault"],
  ["other content", { content: a }, { content: b }, false, "fault"],
  ["other content of a damaged file", { content: a }, { content: b }, true, "fault"],
  [
    "other pixels than both of libjpeg-turbo, which agree",
    { content: a },
    { content: b, scalarContent: b },
    true,
    "fault",
  ],
  [
    "the pixels of libjpeg-turbo without vectors",
    { content: a },
    { content: b, scalarContent: a },
    true,
    "undefined pixels",
  ],
  [
    "other pixels than both of libjpeg-turbo, which differ",
    { content: a },
    { content: b, scalarContent: c },
    true,
    "undefined pixels",
  ],
  ["libjpeg-turbo differs on an undamaged file", { content: a }, { content: b, scalarContent: c }, false, "fault"],
  ["another shape", { content: turned }, { content: b, scalarContent: c }, true, "fault"],
])("%s", (_, ours, theirs, isDamaged, kind) => {
  expect(compare(ours, theirs, isDamaged).kind).toBe(kind);
});
