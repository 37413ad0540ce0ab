import { expect, test } from "vitest";
import { currentProvenance, describeOtherProvenance } from "./provenance.ts";

test("other software or hardware is told, the same and unknown ones are not", () => {
  const now = currentProvenance("ort");
  expect(describeOtherProvenance(now, currentProvenance("ort"))).toBeUndefined();
  expect(describeOtherProvenance(undefined, now)).toBeUndefined();
  expect(describeOtherProvenance({ ...now, node: "1.2.3", backend: "cpu" }, now)).toBe(
    "the run continues with other software or hardware, so its last bits may differ: " +
      `node is ${process.versions.node} instead of 1.2.3, backend is ort instead of cpu`,
  );
});
