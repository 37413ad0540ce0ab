import { buildableBackends, nativePartOf } from "@tweedie/graph";
import { Command } from "commander";
import type { Context } from "../../command-line/context.ts";
import { withExamples } from "../../command-line/help.ts";

interface Flags {
  readonly python?: string;
}

/** `tweedie backend build` */
export const backendBuildCommand = ({ terminal: { stdout } }: Context): Command =>
  withExamples(
    new Command("build")
      .description("build the native part of a backend, and try it")
      .argument("<backend>", buildableBackends.join(", "))
      .option("--python <program>", "Python that has the package of the library (default: python3)")
      .action((backend: string, { python }: Flags) =>
        nativePartOf(backend).build({
          python,
          project: process.cwd(),
          report: (line) => {
            stdout.write(`${line}\n`);
          },
        }),
      ),
    [
      ["tweedie backend build tensorflow", "with the TensorFlow of python3"],
      ["tweedie backend build tensorflow --python .tensorflow/bin/python", "with that of an environment"],
      ["tweedie backend build cuda --python .cuda/bin/python", "link the CUDA provider of onnxruntime-gpu"],
    ],
  );
