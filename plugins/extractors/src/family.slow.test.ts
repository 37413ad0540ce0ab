import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import { readFileSync } from "node:fs";
import { testFamily } from "@tweedie/testing";

// Any file with its SHA-256 will do: the network is not run.
const path = fileURLToPath(import.meta.url);
const sha256 = createHash("sha256").update(readFileSync(path)).digest("hex");

testFamily(import.meta.dirname, {
  digits: { shape: [28, 28, 1] },
  onnx: { shape: [8, 8, 3], options: { path, sha256 } },
});
