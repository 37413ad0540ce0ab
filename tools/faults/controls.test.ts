import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../docs/documents.ts";
import { checks } from "./checks/index.ts";

test.each(checks.flatMap(({ id, control }) => control.edits.map((edit) => ({ id, ...edit }))))(
  "the control of $id takes out a passage that $file contains once",
  ({ file, find, replace }) => {
    expect(readFileSync(join(root, file), "utf8").split(find)).toHaveLength(2);
    expect(replace).not.toBe(find);
  },
);
