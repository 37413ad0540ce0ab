import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { packageFiles } from "./package-files.ts";
import { projectFiles } from "./project-files.ts";

/** Streams of a process. */
interface Streams {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
}

const usage = `usage:
  npm create tweedie@latest my-project             a project with experiments and a loss
  npm create tweedie@latest -- --plugin my-losses  a package of losses to publish
`;

/** Runs `create-tweedie`: writes a project, or with `--plugin` a package of plugins. Returns the exit code. */
export function main(argv: readonly string[], { stdout, stderr }: Streams): number {
  const isPackage = argv.includes("--plugin");
  const [folder, ...rest] = argv.filter((argument) => argument !== "--plugin");
  if (folder === "--help" || folder === "-h") {
    stdout.write(usage);
    return 0;
  }
  if (folder === undefined || rest.length > 0 || folder.startsWith("-")) {
    stderr.write(usage);
    return 2;
  }
  try {
    return create(folder, isPackage, { stdout, stderr });
  } catch (error) {
    // Errors of the file system: a file in the place of the folder, no permission, a full disk.
    if (!(error instanceof Error && "syscall" in error)) throw error;
    stderr.write(`error ${folder}: ${error.message}\n`);
    return 1;
  }
}

/** Writes the files to a folder, which must be empty or not exist. Returns the exit code. */
function create(folder: string, isPackage: boolean, { stdout, stderr }: Streams): number {
  const root = resolve(folder);
  const found = existsSync(root) ? readdirSync(root).filter((name) => name !== ".git") : [];
  if (found.length > 0) {
    stderr.write(`error ${folder}: the folder is not empty: it contains ${found.slice(0, 3).join(", ")}\n`);
    return 2;
  }
  const name = basename(root);
  const files = isPackage ? packageFiles(name) : projectFiles({ name });
  for (const [path, text] of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const next = isPackage
    ? ["npm install --ignore-scripts", "npm test"]
    : ["npm install", "npx tweedie schema", "npx tweedie run experiments/ring.yaml"];
  stdout.write(
    [...files.keys(), "", "next", `  cd ${quoted(folder)}`, ...next.map((line) => `  ${line}`), ""].join("\n"),
  );
  return 0;
}

/** Quotes a name for a shell if it needs quotes. `shellPath` of core would be the only dependency of this package. */
const quoted = (word: string): string => (/^[\w./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);
