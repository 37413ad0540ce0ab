import { fileURLToPath } from "node:url";
import { build } from "vite";
import { pageFolder, servePage } from "../src/server/index.ts";
import { pageBuild } from "./page-build.ts";

// `npm run playground` builds the page and serves it; with `--build` it only builds.
const out = fileURLToPath(new URL("../dist/page", import.meta.url));
await build(pageBuild(fileURLToPath(new URL("../page", import.meta.url)), out));
if (process.argv.includes("--build")) console.info(out);
else console.info((await servePage(pageFolder(), 0)).url);
