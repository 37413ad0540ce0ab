import { execFileSync } from "node:child_process";
import { afterAll, describe } from "vitest";
import { filesIn, read, root } from "./documents.ts";
import { followPage } from "./follow.fixture.ts";
import { openShell } from "./shell.ts";

/** True if Python has the packages that the guides use. */
function hasPython(): boolean {
  try {
    execFileSync("python3", ["-c", "import numpy, safetensors, onnxruntime"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

const python = hasPython();

for (const page of filesIn("docs/guides", ".md")) {
  const isLeftOut = !python && read(page).includes("```python");
  describe.skipIf(isLeftOut)(`${page}${isLeftOut ? " (no Python with numpy, safetensors, onnxruntime)" : ""}`, () => {
    const shell = openShell(root);
    afterAll(() => shell.close());
    followPage(page, shell);
  });
}
