import { readFileSync } from "node:fs";
import type { Sources } from "../product/sources.ts";

// Child process: opens ONNX files that it is sent as an extractor does, and runs those that open. Sends what came of each.
const [module = ""] = process.argv.slice(2);
const { openModel } = (await import(module)) as Sources["graph/src/index.ts"];

process.on("message", (path: string) => {
  void (async () => {
    try {
      const model = await openModel(readFileSync(path), "evaluate.extractor", { threads: 1 });
      await model.run({ shape: [2, 64], data: new Float32Array(128) });
      await model.dispose();
      process.send!({ outcome: "harmless", detail: "" });
    } catch (error) {
      const { name, message } = error as Error;
      process.send!({ outcome: name === "TweedieError" ? "refused" : "crashed", detail: message });
    }
  })();
});
process.send!({ outcome: "ready", detail: "" });
