import { expect, test } from "vitest";
import { placeIn } from "./yaml-path.ts";

/** `path kind word` of the cursor at the end of a text. */
const at = (text: string) => {
  const place = placeIn(text);
  return place && [place.path.join("."), place.kind, text.slice(place.from)].join(" ");
};

test.each([
  ["", " key "],
  ["name: a\nlo", " key lo"],
  ["loss: ", "loss value "],
  ["loss: sid/l", "loss value sid/l"],
  ["loss: { ", "loss key "],
  ["loss: { use: sid/l2, la", "loss key la"],
  ["loss: { use: si", "loss.use value si"],
  ["loss: { use: sid/l2 }\nda", " key da"],
  ["distill:\n  student: { optimizer: { lr", "distill.student.optimizer key lr"],
  ["distill:\n  steps: 3\n  stu", "distill key stu"],
  ["distill:\n  student:\n    ti", "distill.student key ti"],
  ["distill:\n  student:\n    time: x\n\nev", " key ev"],
  ["evaluate: { metrics: [metrics/a, met", "evaluate.metrics.* value met"],
  ["evaluate:\n  metrics:\n    - met", "evaluate.metrics.* value met"],
  ["evaluate:\n  metrics:\n    - use: m", "evaluate.metrics.*.use value m"],
  ["evaluate: { metrics: [{ use: metrics/mmd, sa", "evaluate.metrics.* key sa"],
  ["loss:\n  {\n    use: sid/l2,\n    la", "loss key la"],
  ['name: "a: {"\nlo', " key lo"],
  ["seed: ${x}\nlo", " key lo"],
])("%j is %s", (text, expected) => {
  expect(at(text)).toBe(expected);
});

test.each(["# a", "name: a # lo", 'name: "lo', "loss: { use: 'si"])("%j is no place", (text) => {
  expect(placeIn(text)).toBeUndefined();
});
