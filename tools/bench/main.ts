/** What can be measured: `npm run bench -- cli`. */
const benches: Readonly<Record<string, () => Promise<unknown>>> = {
  step: () => import("./compiled-step.ts"),
  cli: () => import("./cli.ts"),
};

const [name = "step"] = process.argv.slice(2);
const bench = benches[name];
if (!bench) throw new Error(`there is no benchmark ${name}: ${Object.keys(benches).join(", ")}`);
await bench();
process.exit(0);
