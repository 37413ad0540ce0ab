import { expect, test } from "vitest";
import { shortNames } from "./short-names.ts";

test.each([
  [
    ["loss.lambda", "distill.student.optimizer.lr"],
    ["lambda", "lr"],
  ],
  [
    ["distill.student.optimizer.lr", "pretrain.optimizer.lr"],
    ["student.optimizer.lr", "pretrain.optimizer.lr"],
  ],
  [
    ["lr", "optimizer.lr"],
    ["lr", "optimizer.lr"],
  ],
  [["seed"], ["seed"]],
])("%j", (paths, names) => expect(shortNames(paths)).toEqual(names));
