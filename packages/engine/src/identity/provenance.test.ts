import { expect, test } from "vitest";
import { currentProvenance, describeOtherProvenance } from "./provenance.ts";

test("other software or hardware is told, the same and unknown ones are not", () => {
  const now = currentProvenance({ name: "ort" });
  const onGpu = currentProvenance({ name: "tensorflow", device: "GPU:0 by TensorFlow 2.21.0" });
  expect(describeOtherProvenance(now, currentProvenance({ name: "ort" }))).toBeUndefined();
  expect(describeOtherProvenance(undefined, now)).toBeUndefined();
  expect(describeOtherProvenance({ ...now, node: "1.2.3", backend: "cpu" }, now)).toBe(
    "the run continues with other software or hardware, so its last bits may differ: " +
      `node is ${process.versions.node} instead of 1.2.3, backend is ort instead of cpu`,
  );
  expect(describeOtherProvenance({ ...onGpu, device: "CPU:0 by TensorFlow 2.21.0" }, onGpu)).toMatch(
    /: device is GPU:0 by TensorFlow 2.21.0 instead of CPU:0 by TensorFlow 2.21.0$/,
  );
});
