// `npm run api`: writes the public API of the package `tweedie` to a file, which a test compares with the sources.
import { writeFileSync } from "node:fs";
import { apiText } from "./api-text.ts";
import { publicEntries } from "./entries.ts";
import { compileModules } from "./program.ts";
import { snapshotFile } from "./snapshot-file.ts";

const entries = publicEntries();
const text = apiText(compileModules(entries.map(({ file }) => file)), entries);
writeFileSync(snapshotFile, text);
console.log(`wrote ${snapshotFile}. Name the change in CHANGELOG.md.`);
