// `npm run docs [-- --serve] [-- --base /PATH/]`: builds the documentation site in dist/docs/site; `--serve` then serves it on this machine.
import { parseArgs } from "node:util";
import { serve } from "vitepress";
import { buildSite, root, siteFolder } from "./build.ts";

const { values } = parseArgs({ options: { serve: { type: "boolean" }, base: { type: "string", default: "/" } } });
await buildSite(values.base);
console.log(`The site is in ${siteFolder}. \`npm run docs -- --serve\` shows it.`);
if (values.serve) await serve({ root, base: values.base });
