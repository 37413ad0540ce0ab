import { read, root } from "../documents.ts";
import { fencedBlocks } from "../fenced-blocks.ts";
import type { Figure } from "../figure.ts";
import { resultsTable, textBlock } from "../run-output.ts";
import { openShell } from "../shell.ts";

/** The outputs of the tutorial's commands, run in an empty home folder. */
export const tutorial: Figure = {
  command: "the commands of docs/tutorial.md",
  async make() {
    const shell = openShell(root);
    const outputs = new Map<string, string>();
    try {
      for (const { language, file, text } of fencedBlocks(read("docs/tutorial.md"))) {
        if (language === "ts") shell.write(file!, text);
        if (language !== "sh") continue;
        for (const line of text.trim().split("\n")) {
          const { code, text: output } = await shell.run(line);
          if (code !== 0) throw new Error(`${line} failed:\n${output}`);
          outputs.set(line, output);
        }
      }
    } finally {
      shell.close();
    }
    const outputOf = (start: string): string => [...outputs].find(([line]) => line.startsWith(start))![1];
    return {
      texts: {
        run: resultsTable(outputOf("npx tweedie run experiments/ring.yaml")),
        compare: textBlock(outputOf("npx tweedie compare")),
      },
    };
  },
};
