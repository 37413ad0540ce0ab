// `npm run docs:figures [-- NAME... [--resume]]`: runs the experiments behind the documents and writes their results.
// Without a name it makes all figures, which takes hours. `--resume` continues the runs in runs/docs instead of starting anew.
// `npm run docs:figures -- none` only inserts the recorded results and the sources of contracts and templates again.
import { figures } from "./figures/index.ts";
import { makeFigures } from "./make-figures.ts";

const words = process.argv.slice(2);
const named = words.filter((word) => word !== "--resume");
const names = named.length === 0 ? Object.keys(figures) : named.filter((name) => name !== "none");
await makeFigures(names, { resume: words.includes("--resume") });
