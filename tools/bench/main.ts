/** What can be measured: `npm run bench -- passes --workload mlp-large`. */
const benches: Readonly<Record<string, (argv: string[]) => Promise<void>>> = {
  updates: async (argv) => (await import("./updates.ts")).updates(argv),
  update: async (argv) => (await import("./updates.ts")).oneUpdate(argv),
  passes: async (argv) => (await import("./passes.ts")).ablatePasses(argv),
  draws: async (argv) => (await import("./draws.ts")).draws(argv),
  peers: async (argv) => (await import("./peers.ts")).comparePeers(argv),
  profile: async (argv) => (await import("./profile.ts")).profileUpdates(argv),
  scaling: async (argv) => (await import("./scaling.ts")).measureScaling(argv),
  rate: async (argv) => (await import("./scaling.ts")).measureRate(argv),
  contestant: async (argv) => (await import("./contestant.ts")).contestant(argv),
  cli: async () => void (await import("./cli.ts")),
};

const [first, ...rest] = process.argv.slice(2);
const [name, argv] = first && !first.startsWith("-") ? [first, rest] : ["updates", process.argv.slice(2)];
const bench = benches[name];
if (!bench) throw new Error(`there is no benchmark ${name}: ${Object.keys(benches).join(", ")}`);
await bench(argv);
process.exit(0);
