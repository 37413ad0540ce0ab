import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { type NDArrays, TweedieError } from "@tweedie/core";
import { decodeSafetensors } from "@tweedie/formats";

/**
 * Reads the classifier's weights from the file named after the first digits of its SHA-256.
 *
 * @throws TweedieError if the file has another SHA-256.
 */
export function readWeights(version: string): NDArrays {
  const file = new URL(`./${version}.safetensors`, import.meta.url);
  const bytes = readFileSync(file);
  if (!createHash("sha256").update(bytes).digest("hex").startsWith(version)) {
    const what = "differs from the file in the package: its SHA-256 does not start with its name";
    throw new TweedieError({ where: file.pathname, what, fix: "reinstall it: npm ci" });
  }
  return decodeSafetensors(bytes, file.pathname).arrays;
}
