import { availableParallelism } from "node:os";
import { timeStep } from "./step.ts";

const milliseconds = (seconds: number) => `${(1000 * seconds).toFixed(1)} ms`;
const gigaflops = (rate: number) => `${(rate / 1e9).toFixed(0)} GFLOPS`;

console.log("one SiD update of residual MLPs, 3 blocks of 256 units, batch 1024; medians, all measured in turn");
for (const threads of new Set([1, availableParallelism()])) {
  const { compiled, eager, flops, ceiling, nodes, modelBytes } = await timeStep({ rounds: 10, threads });
  const share = (100 * flops) / compiled / ceiling;
  console.log(
    `\n${threads} thread${threads > 1 ? "s" : ""}: ${nodes} nodes, a model of ${(modelBytes / 1024).toFixed(0)} KiB`,
  );
  console.log(
    `  compiled ${milliseconds(compiled)}, eager wasm ${milliseconds(eager)}: ${(eager / compiled).toFixed(0)} times as fast`,
  );
  console.log(
    `  ${gigaflops(flops / compiled)}, ${share.toFixed(0)} % of the ${gigaflops(ceiling)} of a product of matrices of 1024²`,
  );
}
