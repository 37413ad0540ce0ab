// Run by `nx release` before it changes a version: checks CHANGELOG.md, and removes its heading, which the renderer writes again.
import { readFileSync, writeFileSync } from "node:fs";
import { withoutHeading } from "./changelog-heading.mjs";

const rest = withoutHeading(readFileSync("CHANGELOG.md", "utf8"));
if (process.env.NX_DRY_RUN !== "true") writeFileSync("CHANGELOG.md", rest);
